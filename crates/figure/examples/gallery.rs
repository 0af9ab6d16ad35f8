//! Charts from invented numbers, at both widths, in colour and in black and white:
//! `cargo run -p figure --example gallery -- FOLDER`.

use std::error::Error;
use std::path::Path;

use figure::{Print, Scene, Width, png, svg};

#[path = "../tests/of_estimates/invented.rs"]
mod invented;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    std::fs::create_dir_all(&folder)?;
    for width in Width::ALL {
        for (name, draw) in invented::CHARTS {
            for (size, case) in ["usual", "long", "empty", "one", "odd"].iter().zip(0..) {
                write(
                    Path::new(&folder),
                    &format!("{name}-{size}-{}", width.millimetres()),
                    &draw(case, width),
                )?;
            }
        }
    }
    Ok(())
}

fn write(folder: &Path, name: &str, scene: &Scene) -> Result<(), Box<dyn Error>> {
    std::fs::write(folder.join(format!("{name}.svg")), svg(scene, Print::Colour, name))?;
    std::fs::write(folder.join(format!("{name}.png")), png(scene, Print::Colour, 220.0)?)?;
    std::fs::write(folder.join(format!("{name}-bw.png")), png(scene, Print::BlackAndWhite, 220.0)?)?;
    Ok(())
}
