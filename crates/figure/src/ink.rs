//! Colours, strokes and fills that are told apart in colour, by the colour-blind and in black and white.

/// How a scene is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Print {
    /// In colour.
    #[default]
    Colour,
    /// In shades of grey; what colour told apart is told by shade, hatch, shape and dash.
    BlackAndWhite,
}

/// A colour: ink and rule for text and axes, the rest from the palette of Okabe and Ito (2008).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Text and outlines.
    #[default]
    Black,
    /// Secondary text; contrast with paper above 4.5 to 1.
    Grey,
    /// Axes and grid.
    Rule,
    /// Bands and boxes.
    Light,
    /// The ground.
    Paper,
    /// Blue.
    Blue,
    /// Vermillion.
    Vermillion,
    /// Bluish green.
    Green,
    /// Orange.
    Orange,
    /// Sky blue.
    Sky,
    /// Reddish purple.
    Purple,
    /// Yellow.
    Yellow,
}

impl Ink {
    /// `#rrggbb`.
    pub fn hex(self, print: Print) -> String {
        let [red, green, blue] = self.colour();
        match print {
            Print::Colour => format!("#{red:02x}{green:02x}{blue:02x}"),
            Print::BlackAndWhite => {
                let grey = self.grey();
                format!("#{grey:02x}{grey:02x}{grey:02x}")
            }
        }
    }

    fn colour(self) -> [u8; 3] {
        match self {
            Ink::Black => [0x11, 0x11, 0x11],
            Ink::Grey => [0x59, 0x59, 0x59],
            Ink::Rule => [0xb0, 0xb0, 0xb0],
            Ink::Light => [0xee, 0xee, 0xee],
            Ink::Paper => [0xff, 0xff, 0xff],
            Ink::Blue => [0x00, 0x72, 0xb2],
            Ink::Vermillion => [0xd5, 0x5e, 0x00],
            Ink::Green => [0x00, 0x9e, 0x73],
            Ink::Orange => [0xe6, 0x9f, 0x00],
            Ink::Sky => [0x56, 0xb4, 0xe9],
            Ink::Purple => [0xcc, 0x79, 0xa7],
            Ink::Yellow => [0xf0, 0xe4, 0x42],
        }
    }

    /// The shade of grey: not the luminance, which would make blue and vermillion alike, but one step
    /// for each colour.
    fn grey(self) -> u8 {
        match self {
            Ink::Black => 0x11,
            Ink::Blue => 0x33,
            Ink::Grey => 0x59,
            Ink::Vermillion => 0x6e,
            Ink::Green => 0x85,
            Ink::Purple => 0x9a,
            Ink::Rule => 0xb0,
            Ink::Orange => 0xa8,
            Ink::Sky => 0xc0,
            Ink::Yellow => 0xdd,
            Ink::Light => 0xee,
            Ink::Paper => 0xff,
        }
    }
}

/// A line: ink, width and dashes in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub ink: Ink,
    /// Width in points.
    pub width: f64,
    /// Length of dash and gap in points; `None` is a whole line.
    pub dash: Option<(f64, f64)>,
    /// From 0 (not seen) to 1.
    pub opacity: f64,
}

impl Stroke {
    /// A whole line.
    pub const fn new(ink: Ink, width: f64) -> Stroke {
        Stroke { ink, width, dash: None, opacity: 1.0 }
    }

    /// The same line in dashes.
    pub const fn dashed(self, dash: f64, gap: f64) -> Stroke {
        Stroke { dash: Some((dash, gap)), ..self }
    }
}

/// Lines drawn over a fill, so that areas differ without colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hatch {
    /// None.
    #[default]
    None,
    /// Rising to the right.
    Rising,
    /// Falling to the right.
    Falling,
    /// Both.
    Crossed,
    /// Dots.
    Dots,
    /// Level lines.
    Level,
}

/// What fills an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Colour.
    pub ink: Ink,
    /// From 0 (not seen) to 1.
    pub opacity: f64,
    /// Lines over it, in paper's colour on dark inks and black on light ones.
    pub hatch: Hatch,
}

impl Fill {
    /// A plain area.
    pub const fn new(ink: Ink) -> Fill {
        Fill { ink, opacity: 1.0, hatch: Hatch::None }
    }

    /// The same with lines over it.
    pub const fn hatched(self, hatch: Hatch) -> Fill {
        Fill { hatch, ..self }
    }

    /// The same, seen through.
    pub const fn faint(self, opacity: f64) -> Fill {
        Fill { opacity, ..self }
    }
}
