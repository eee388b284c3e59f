//! From pixels to bytes that hold nothing else. Colour profiles go too, as part of the metadata: a picture taken with a
//! wide-gamut profile looks a little paler afterwards, which no screenshot and no desk minds.

use std::borrow::Cow;

use bytes::Bytes;
use image::{
    DynamicImage, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

use super::{
    Picture, PictureProblem,
    decode::{Decoded, Kind},
};

/// The widest small picture, in pixels.
pub const THUMB_WIDTH: u32 = 320;

/// The highest small picture, in pixels.
pub const THUMB_HEIGHT: u32 = 240;

/// The longest side of a picture that is shown, in pixels: more than any window has, and within what a window can draw.
pub const SHOWN_SIDE: u32 = 4_096;

/// Screenshots come out as small as from the programs that took them (the library's own default: half as large again);
/// a higher level wins one percent more.
const PNG_EFFORT: CompressionType = CompressionType::Level(4);

/// Letters in a screenshot stay clean from here on.
const JPEG_QUALITY: u8 = 90;

/// The picture at its full size.
pub(super) fn whole(decoded: &Decoded) -> Result<Picture, PictureProblem> {
    let Decoded { kind, image } = decoded;
    Ok(Picture {
        media_type: kind.media_type(),
        bytes: encode(*kind, image)?,
        width: image.width(),
        height: image.height(),
        thumb: encode(*kind, &within(image, THUMB_WIDTH, THUMB_HEIGHT))?,
    })
}

/// The picture at a size that a window can draw.
pub(super) fn shown(Decoded { kind, image }: Decoded) -> Result<Picture, PictureProblem> {
    let image = match within(&image, SHOWN_SIDE, SHOWN_SIDE) {
        Cow::Borrowed(_) => image,
        Cow::Owned(smaller) => smaller,
    };
    whole(&Decoded { kind, image })
}

/// Scaled down where it is larger. `thumbnail` needs no memory beyond its result, unlike the finer `resize`.
fn within(image: &DynamicImage, width: u32, height: u32) -> Cow<'_, DynamicImage> {
    if image.width() <= width && image.height() <= height {
        Cow::Borrowed(image)
    } else {
        Cow::Owned(image.thumbnail(width, height))
    }
}

fn encode(kind: Kind, image: &DynamicImage) -> Result<Bytes, PictureProblem> {
    let mut bytes = Vec::new();
    match kind {
        Kind::Png => write(image, PngEncoder::new_with_quality(&mut bytes, PNG_EFFORT, FilterType::Adaptive)),
        Kind::Jpeg => write(image, JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)),
    }?;
    Ok(bytes.into())
}

fn write(image: &DynamicImage, encoder: impl ImageEncoder) -> Result<(), PictureProblem> {
    image.write_with_encoder(encoder).map_err(|_| PictureProblem::Damaged)
}
