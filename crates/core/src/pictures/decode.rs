//! From bytes to pixels, within limits.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits,
    codecs::{jpeg::JpegDecoder, png::PngDecoder},
};

use super::PictureProblem;

/// The most pixels of a picture.
pub const MOST_PIXELS: u64 = 40_000_000;

/// The longest side of a picture, in pixels.
pub const MOST_SIDE: u32 = 16_384;

/// The most memory for the pixels of a picture.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// The most memory for what else is in the file, unpacked: a colour profile of a few kilobytes may claim gigabytes.
const MOST_METADATA: u64 = 32 * 1024 * 1024;

/// What a picture is by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Png,
    Jpeg,
}

impl Kind {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
        }
    }
}

/// The pixels of a picture, upright, 8 bits a channel.
pub(super) struct Decoded {
    pub(super) kind: Kind,
    pub(super) image: DynamicImage,
}

pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Png => Some(Kind::Png),
        ImageFormat::Jpeg => Some(Kind::Jpeg),
        _ => None,
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, PictureProblem> {
    let kind = kind(bytes).ok_or(PictureProblem::NotAPicture)?;
    let content = Cursor::new(bytes);
    let image = match kind {
        Kind::Png => pixels(PngDecoder::with_limits(content, limits(MOST_METADATA)).map_err(problem)?),
        Kind::Jpeg if is_cut_off(bytes) => Err(PictureProblem::Damaged),
        Kind::Jpeg => pixels(JpegDecoder::new(content).map_err(problem)?),
    }?;
    Ok(Decoded { kind, image })
}

/// The library's limits are off, or twice as high, unless they are set; and it does not count pixels.
fn limits(memory: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(memory);
    limits
}

/// The decoder knows the header only, until `from_decoder`.
fn pixels(mut decoder: impl ImageDecoder) -> Result<DynamicImage, PictureProblem> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureProblem::TooManyPixels);
    }
    let mut limits = limits(MOST_MEMORY);
    limits.reserve(decoder.total_bytes()).map_err(problem)?;
    decoder.set_limits(limits).map_err(problem)?;
    let orientation = decoder.orientation().map_err(problem)?;
    let mut image = eight_bits(DynamicImage::from_decoder(decoder).map_err(problem)?);
    image.apply_orientation(orientation);
    Ok(image)
}

/// No screen a desk looks at shows more, and it halves what is sent.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(image.into_luma8()),
        DynamicImage::ImageLumaA16(_) => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
        DynamicImage::ImageRgb16(_) => DynamicImage::ImageRgb8(image.into_rgb8()),
        DynamicImage::ImageRgba16(_) => DynamicImage::ImageRgba8(image.into_rgba8()),
        image => image,
    }
}

/// Whether a JPEG picture ends in the middle of its pixels; the decoder would fill the rest with grey. Neither marker can
/// occur among the pixels themselves; a preview in front of them has both.
fn is_cut_off(bytes: &[u8]) -> bool {
    const START_OF_SCAN: [u8; 2] = [0xFF, 0xDA];
    const END_OF_IMAGE: [u8; 2] = [0xFF, 0xD9];
    let last = |marker| bytes.windows(2).rposition(|two| two == marker);
    last(START_OF_SCAN) >= last(END_OF_IMAGE)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn problem(error: ImageError) -> PictureProblem {
    match error {
        ImageError::Limits(_) => PictureProblem::TooManyPixels,
        _ => PictureProblem::Damaged,
    }
}
