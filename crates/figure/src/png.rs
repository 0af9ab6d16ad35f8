//! A scene as PNG, with the embedded font alone.

use std::fmt;
use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use crate::fonts::{FAMILY, FONTS};
use crate::ink::Print;
use crate::scene::Scene;
use crate::svg::svg;

/// Why a picture could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PngFailure(String);

impl fmt::Display for PngFailure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "drawing a figure as PNG: {}", self.0)
    }
}

impl std::error::Error for PngFailure {}

static LETTERS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The scene as PNG with `dots_per_inch` dots.
///
/// # Errors
/// When the picture is larger than memory allows.
pub fn png(scene: &Scene, print: Print, dots_per_inch: f64) -> Result<Vec<u8>, PngFailure> {
    let options =
        usvg::Options { font_family: FAMILY.into(), fontdb: LETTERS.clone(), ..usvg::Options::default() };
    let text = svg(scene, print, "figure");
    let tree = usvg::Tree::from_str(&text, &options).map_err(|cause| PngFailure(cause.to_string()))?;
    let scale = dots_per_inch / 72.0 * scene.size.width / f64::from(tree.size().width());
    let dots = |points: f64| (points / 72.0 * dots_per_inch).ceil().max(1.0) as u32;
    let mut picture = tiny_skia::Pixmap::new(dots(scene.size.width), dots(scene.size.height))
        .ok_or_else(|| PngFailure("it is too large".into()))?;
    picture.fill(tiny_skia::Color::WHITE);
    let scale = scale as f32;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|cause| PngFailure(cause.to_string()))
}
