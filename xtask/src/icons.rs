//! Every icon, made from the drawings in icons/. The files are committed; a test makes them again and compares.

use std::{fs, io::Cursor, path::PathBuf};

use anyhow::{Context, Result};
use icns::{IconFamily, PixelFormat};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

use crate::shell::root;

const APP: &str = "svara.svg";
/// The app's icons of one picture: name and side.
const PNG: &[(&str, u32)] =
    &[("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("512x512.png", 512)];
const ICO: &[u32] = &[16, 24, 32, 48, 64, 256];
const ICNS: &[u32] = &[16, 32, 128, 256, 512, 1024];
/// The tray's drawings; a panel is at most this high, on a screen of double density.
const TRAY: &[&str] = &["tray-calm", "tray-awaiting", "tray-trouble"];
const TRAY_SIDE: u32 = 64;
/// The drawing in which a number stands in place of the dots, and the digits for it.
const COUNTED: &str = "tray-awaiting";
const DIGITS: &str = "tray-digits.svg";

/// Writes every icon.
pub(crate) fn write() -> Result<()> {
    for (name, bytes) in made()? {
        fs::write(folder().join(&name), bytes).with_context(|| format!("icons/{name} cannot be written"))?;
        eprintln!("icons/{name}");
    }
    Ok(())
}

fn folder() -> PathBuf {
    root().join("icons")
}

/// (name, content) of every icon.
fn made() -> Result<Vec<(String, Vec<u8>)>> {
    let app = drawing(APP)?;
    let mut made = Vec::new();
    for (name, side) in PNG {
        made.push(((*name).to_owned(), picture(&app, *side)?.encode_png()?));
    }
    made.push(("icon.ico".to_owned(), windows(&app)?));
    made.push(("icon.icns".to_owned(), mac(&app)?));
    for name in TRAY {
        let tray = drawing(&format!("{name}.svg"))?;
        made.push((format!("{name}.png"), picture(&tray, TRAY_SIDE)?.encode_png()?));
    }
    for number in 1..=9 {
        let tray = counted(number)?;
        made.push((format!("{COUNTED}-{number}.png"), picture(&tray, TRAY_SIDE)?.encode_png()?));
    }
    Ok(made)
}

/// The drawing of something that awaits, with a digit in place of its dots. Both drawings give each such part a line.
fn counted(number: u32) -> Result<Tree> {
    let (drawing, digits) = (text(&format!("{COUNTED}.svg"))?, text(DIGITS)?);
    let part = |text: &str, id: &str| {
        let line = text.lines().find(|line| line.contains(&format!("id=\"{id}\""))).map(str::to_owned);
        line.with_context(|| format!("no drawing has a line for {id}"))
    };
    let drawn = drawing.replace(&part(&drawing, "dots")?, &part(&digits, &format!("digit-{number}"))?);
    Tree::from_str(&drawn, &Options::default()).context("a digit is no drawing")
}

fn drawing(name: &str) -> Result<Tree> {
    Tree::from_str(&text(name)?, &Options::default()).with_context(|| format!("icons/{name} is no drawing"))
}

fn text(name: &str) -> Result<String> {
    fs::read_to_string(folder().join(name)).with_context(|| format!("icons/{name} cannot be read"))
}

fn picture(drawing: &Tree, side: u32) -> Result<Pixmap> {
    let mut picture = Pixmap::new(side, side).context("an icon has a side")?;
    let size = drawing.size();
    #[allow(clippy::cast_precision_loss, reason = "sides are far below 2^23")]
    let scale = Transform::from_scale(side as f32 / size.width(), side as f32 / size.height());
    resvg::render(drawing, scale, &mut picture.as_mut());
    Ok(picture)
}

fn straight(drawing: &Tree, side: u32) -> Result<Vec<u8>> {
    Ok(picture(drawing, side)?.take_demultiplied())
}

fn windows(app: &Tree) -> Result<Vec<u8>> {
    let mut icon = IconDir::new(ResourceType::Icon);
    for side in ICO {
        let image = IconImage::from_rgba_data(*side, *side, straight(app, *side)?);
        icon.add_entry(IconDirEntry::encode_as_png(&image)?);
    }
    let mut bytes = Vec::new();
    icon.write(Cursor::new(&mut bytes))?;
    Ok(bytes)
}

fn mac(app: &Tree) -> Result<Vec<u8>> {
    let mut icon = IconFamily::new();
    for side in ICNS {
        icon.add_icon(&icns::Image::from_data(PixelFormat::RGBA, *side, *side, straight(app, *side)?)?)?;
    }
    let mut bytes = Vec::new();
    icon.write(&mut bytes)?;
    Ok(bytes)
}

// On another processor the last bit of a rendered colour may differ.
#[cfg(all(test, target_os = "linux", target_arch = "x86_64"))]
mod tests {
    use super::*;

    #[test]
    fn the_icons_are_made_from_the_drawings() {
        for (name, bytes) in made().expect("the drawings can be rendered") {
            let committed = fs::read(folder().join(&name)).unwrap_or_default();
            assert!(committed == bytes, "icons/{name} is not current: run `cargo xtask icons`");
        }
    }
}
