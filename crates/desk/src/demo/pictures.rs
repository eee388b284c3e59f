//! The demo's pictures: sketches of a shop's pages with something wrong on them, drawn here so that no files lie about.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use serde::Deserialize;

use crate::problem::Problem;

const WIDTH: u32 = 640;
const HEIGHT: u32 = 400;
const PAPER: Rgb<u8> = Rgb([248, 249, 251]);
const WHITE: Rgb<u8> = Rgb([255, 255, 255]);
const INK: Rgb<u8> = Rgb([52, 63, 82]);
const GREY: Rgb<u8> = Rgb([198, 205, 216]);
const BLUE: Rgb<u8> = Rgb([38, 98, 191]);
const RED: Rgb<u8> = Rgb([192, 45, 52]);
const PINK: Rgb<u8> = Rgb([252, 228, 229]);

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scene {
    /// A form whose order is refused.
    Order,
    /// A page that stays empty below its head.
    Blank,
    /// A list whose right column is cut off.
    Cut,
    /// A dialog in the middle of the screen.
    Dialog,
}

impl Scene {
    pub(super) fn file_name(self) -> &'static str {
        match self {
            Self::Order => "order.png",
            Self::Blank => "blank-page.png",
            Self::Cut => "list.png",
            Self::Dialog => "message.png",
        }
    }
}

/// The picture as PNG.
pub(super) fn draw(scene: Scene) -> Result<Vec<u8>, Problem> {
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, PAPER);
    fill(&mut picture, (0, 0, WIDTH, 34), INK);
    for (left, colour) in [(14, RED), (34, GREY), (54, GREY)] {
        fill(&mut picture, (left, 11, 12, 12), colour);
    }
    fill(&mut picture, (90, 9, 380, 16), Rgb([92, 104, 126]));
    match scene {
        Scene::Order => order(&mut picture),
        Scene::Blank => fill(&mut picture, (24, 52, 180, 16), GREY),
        Scene::Cut => list(&mut picture),
        Scene::Dialog => {
            list(&mut picture);
            dialog(&mut picture);
        }
    }
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).map_err(Problem::fault)?;
    Ok(png.into_inner())
}

fn order(picture: &mut RgbImage) {
    fill(picture, (24, 52, 220, 20), INK);
    for row in 0..3 {
        let top = 92 + row * 56;
        fill(picture, (24, top, 90, 9), GREY);
        frame(picture, (24, top + 14, 360, 28), if row == 1 { RED } else { GREY });
        fill(picture, (34, top + 24, 120 + row * 40, 8), INK);
    }
    fill(picture, (24, 268, 592, 48), PINK);
    fill(picture, (24, 268, 6, 48), RED);
    fill(picture, (48, 280, 300, 9), RED);
    fill(picture, (48, 296, 210, 9), RED);
    fill(picture, (24, 340, 150, 34), GREY);
    fill(picture, (52, 353, 94, 8), WHITE);
}

fn list(picture: &mut RgbImage) {
    for row in 0..7 {
        let top = 56 + row * 46;
        fill(picture, (24, top, 616, 38), WHITE);
        fill(picture, (38, top + 14, 20, 10), BLUE);
        fill(picture, (74, top + 14, 150 + (row * 37) % 120, 10), INK);
        fill(picture, (420, top + 14, 90, 10), GREY);
        fill(picture, (560, top + 14, 80, 10), GREY);
    }
}

fn dialog(picture: &mut RgbImage) {
    fill(picture, (140, 116, 360, 178), INK);
    fill(picture, (142, 118, 356, 174), WHITE);
    for step in 0..34 {
        fill(picture, (170 + step, 150 + step, 5, 5), RED);
        fill(picture, (203 - step, 150 + step, 5, 5), RED);
    }
    fill(picture, (236, 154, 210, 10), INK);
    fill(picture, (236, 174, 160, 10), GREY);
    fill(picture, (380, 246, 96, 28), BLUE);
    fill(picture, (408, 256, 40, 8), WHITE);
}

/// Left, top, width, height; what lies outside is left out.
fn fill(picture: &mut RgbImage, (left, top, width, height): (u32, u32, u32, u32), colour: Rgb<u8>) {
    for y in top..(top + height).min(HEIGHT) {
        for x in left..(left + width).min(WIDTH) {
            picture.put_pixel(x, y, colour);
        }
    }
}

fn frame(picture: &mut RgbImage, (left, top, width, height): (u32, u32, u32, u32), colour: Rgb<u8>) {
    fill(picture, (left, top, width, height), colour);
    fill(picture, (left + 2, top + 2, width - 4, height - 4), WHITE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_small_png() {
        for scene in [Scene::Order, Scene::Blank, Scene::Cut, Scene::Dialog] {
            let png = draw(scene).unwrap();
            assert!(png.starts_with(b"\x89PNG") && png.len() < 20_000, "{scene:?}: {} bytes", png.len());
        }
    }
}
