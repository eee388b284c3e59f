//! Pictures are made here piece by piece, with everything that cameras and programs write into them.

use std::{io::Cursor, path::Path};

use image::{ColorType, DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::{PictureProblem::*, *};

const LIMIT: u64 = 10_000_000;

/// What must not be in anything that leaves: each stands in the metadata of the pictures below.
const SECRETS: [&str; 6] =
    ["GPS-SECRET", "TEXT-SECRET", "XMP-SECRET", "ICC-SECRET", "IPTC-SECRET", "TAIL-SECRET"];

/// Red on the left, blue on the right, the upper left corner green; 24 × 16.
fn sample() -> RgbImage {
    RgbImage::from_fn(24, 16, |x, y| match (x, y) {
        (0..8, 0..8) => Rgb([0, 255, 0]),
        (0..12, _) => Rgb([255, 0, 0]),
        _ => Rgb([0, 0, 255]),
    })
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// An EXIF block: orientation, a GPS latitude's reference and a text.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    block.extend(3u16.to_le_bytes());
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    block.extend([0x0E, 0x01, 2, 0, 11, 0, 0, 0, 50, 0, 0, 0]);
    block.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 62, 0, 0, 0]);
    block.extend([0; 4]);
    block.extend(b"GPS-SECRET\0\0");
    block.extend(1u16.to_le_bytes());
    block.extend([1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0]);
    block.extend([0; 4]);
    block
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
    let body = [kind, content].concat();
    chunk.extend(&body);
    chunk.extend(crc(&body).to_be_bytes());
    chunk
}

/// A zlib stream of stored blocks, as iCCP wants it.
fn stored(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let mut stream = vec![0x78, 0x01, 1];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(content);
    let (a, b) = content.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

/// A PNG picture with every kind of metadata in front of its pixels and something behind its end.
fn rich_png(image: impl Into<DynamicImage>, orientation: u8) -> Vec<u8> {
    const HEADER: usize = 8 + 25;
    let plain = encoded(image, ImageFormat::Png);
    let mut rich = plain[..HEADER].to_vec();
    rich.extend(chunk(
        b"iCCP",
        &[b"name\0\0".as_slice(), &stored(&[b"ICC-SECRET".as_slice(), &[0; 200]].concat())].concat(),
    ));
    rich.extend(chunk(b"eXIf", &exif(orientation)));
    rich.extend(chunk(b"tEXt", b"Author\0TEXT-SECRET"));
    rich.extend(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>XMP-SECRET</x:xmpmeta>"));
    rich.extend(chunk(b"zTXt", &[b"Comment\0\0".as_slice(), &stored(b"TEXT-SECRET")].concat()));
    rich.extend(chunk(b"tIME", &[7, 228, 8, 3, 12, 0, 0]));
    rich.extend(chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]));
    rich.extend(&plain[HEADER..]);
    rich.extend(b"TAIL-SECRET");
    rich
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), content].concat()
}

/// The same as a JPEG picture; its EXIF block is followed by a preview that is a picture itself.
fn rich_jpeg(orientation: u8) -> Vec<u8> {
    let plain = encoded(sample(), ImageFormat::Jpeg);
    let preview = encoded(RgbImage::new(8, 8), ImageFormat::Jpeg);
    let mut rich = plain[..2].to_vec();
    rich.extend(segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(orientation), &preview].concat()));
    rich.extend(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>XMP-SECRET</x:xmpmeta>"));
    rich.extend(segment(0xE2, &[b"ICC_PROFILE\0\x01\x01ICC-SECRET".as_slice(), &[0; 200]].concat()));
    rich.extend(segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0BIPTC-SECRET"));
    rich.extend(segment(0xFE, b"TEXT-SECRET"));
    rich.extend(&plain[2..]);
    rich.extend(b"TAIL-SECRET");
    rich
}

/// The kinds of a PNG picture's chunks, to its last byte.
fn chunks(mut bytes: &[u8]) -> Vec<String> {
    bytes = bytes.strip_prefix(b"\x89PNG\r\n\x1A\n").unwrap();
    let mut kinds = vec![];
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        kinds.push(String::from_utf8(rest[..4].to_vec()).unwrap());
        bytes = &rest[4 + usize::try_from(u32::from_be_bytes(*length)).unwrap() + 4..];
    }
    assert!(bytes.is_empty());
    kinds
}

/// The markers of a JPEG picture's segments, to its last byte.
fn segments(bytes: &[u8]) -> Vec<u8> {
    let mut markers = vec![];
    let mut at = 2;
    loop {
        assert_eq!(bytes[at], 0xFF);
        let marker = bytes[at + 1];
        markers.push(marker);
        if marker == 0xDA {
            // Among the pixels 0xFF is followed by 0; the end comes first and last.
            let rest = &bytes[at..];
            let end = rest.windows(2).skip(2).position(|two| two[0] == 0xFF && two[1] != 0).unwrap() + 2;
            assert_eq!(&rest[end..], [0xFF, 0xD9]);
            return markers;
        }
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
}

#[track_caller]
fn assert_nothing_but_pixels(picture: &Picture) {
    for bytes in [&picture.bytes, &picture.thumb] {
        match picture.media_type {
            "image/png" => {
                let mut kinds = chunks(bytes);
                kinds.dedup();
                assert_eq!(kinds, ["IHDR", "IDAT", "IEND"]);
            }
            _ => {
                let markers = segments(bytes);
                // The only application segment is JFIF's own, with nothing but a version and a density in it.
                assert!(
                    markers.iter().all(|marker| matches!(marker, 0xE0 | 0xDB | 0xC0 | 0xC4 | 0xDA)),
                    "{markers:X?}"
                );
                assert_eq!(markers.iter().filter(|marker| **marker == 0xE0).count(), 1);
                assert_eq!(&bytes[2..11], b"\xFF\xE0\0\x10JFIF\0");
            }
        }
        for secret in SECRETS {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
        }
    }
}

/// Where the green corner of the sample must be after each orientation: on the right, at the bottom, and lying or not.
const ORIENTATIONS: [(u8, bool, bool, bool); 8] = [
    (1, false, false, false),
    (2, true, false, false),
    (3, true, true, false),
    (4, false, true, false),
    (5, false, false, true),
    (6, true, false, true),
    (7, true, true, true),
    (8, false, true, true),
];

#[test]
fn a_picture_is_sent_upright_and_without_metadata() {
    for (orientation, right, bottom, lying) in ORIENTATIONS {
        for bytes in [rich_png(sample(), orientation), rich_jpeg(orientation)] {
            for secret in SECRETS.iter().filter(|secret| **secret != "IPTC-SECRET") {
                assert!(
                    bytes.windows(secret.len()).any(|part| part == secret.as_bytes()),
                    "{secret} is not in the sample"
                );
            }
            let Prepared { picture, .. } = prepare("x", &bytes, LIMIT).unwrap();
            assert_nothing_but_pixels(&picture);
            let size = if lying { (16, 24) } else { (24, 16) };
            assert_eq!((picture.width, picture.height), size);
            for bytes in [&picture.bytes, &picture.thumb] {
                let image = decoded(bytes);
                assert_eq!(image.dimensions(), size);
                let (x, y) = (if right { size.0 - 3 } else { 2 }, if bottom { size.1 - 3 } else { 2 });
                let [red, green, blue, _] = image.get_pixel(x, y).0;
                assert!(
                    green > 200 && red < 60 && blue < 60,
                    "{orientation} {} {red} {green} {blue}",
                    picture.media_type
                );
            }
        }
    }
}

#[test]
fn a_name_says_what_the_content_is() {
    let (png, jpeg) = (encoded(sample(), ImageFormat::Png), encoded(sample(), ImageFormat::Jpeg));
    for (name, bytes, expected, media_type) in [
        ("Skärmbild 1.PNG", &png, "Skärmbild 1.PNG", "image/png"),
        ("../x.jpg", &png, "x.png", "image/png"),
        ("x.exe", &jpeg, "x.jpg", "image/jpeg"),
        ("x.jpeg", &jpeg, "x.jpeg", "image/jpeg"),
    ] {
        let prepared = prepare(name, bytes, LIMIT).unwrap();
        assert_eq!((prepared.name.as_str(), prepared.picture.media_type), (expected, media_type));
    }
}

#[test]
fn pixels_of_png_stay_what_they_are() {
    let see_through = RgbaImage::from_fn(9, 7, |x, y| Rgba([x as u8 * 20, y as u8 * 30, 99, (x * 25) as u8]));
    let deep = image::ImageBuffer::from_fn(9, 7, |x, _| image::LumaA([x as u16 * 7_000, 65_535]));
    let samples: [(DynamicImage, ColorType); 4] = [
        (see_through.into(), ColorType::Rgba8),
        (sample().into(), ColorType::Rgb8),
        (image::GrayImage::from_fn(9, 7, |x, y| image::Luma([(x * y) as u8])).into(), ColorType::L8),
        (deep.into(), ColorType::La8),
    ];
    for (image, color) in samples {
        let picture = prepare("x.png", &encoded(image.clone(), ImageFormat::Png), LIMIT).unwrap().picture;
        let sent = decoded(&picture.bytes);
        assert_eq!(sent.color(), color);
        assert_eq!(sent.to_rgba8(), image.to_rgba8());
    }
}

#[test]
fn sixteen_bits_become_eight() {
    let image =
        image::ImageBuffer::from_fn(300, 200, |x, y| Rgba([x as u16 * 200, y as u16 * 300, 65_535, 30_000]));
    let bytes = rich_png(DynamicImage::ImageRgba16(image), 6);
    let picture = prepare("x.png", &bytes, LIMIT).unwrap().picture;
    assert_eq!((picture.width, picture.height), (200, 300));
    assert_eq!(decoded(&picture.bytes).color(), ColorType::Rgba8);
    assert_nothing_but_pixels(&picture);
}

#[test]
fn a_small_picture_fits_and_is_never_larger() {
    for ((width, height), thumb) in [
        ((640, 480), (320, 240)),
        ((1_000, 10), (320, 3)),
        ((10, 1_000), (2, 240)),
        ((16_384, 1), (320, 1)),
        ((5, 4), (5, 4)),
    ] {
        let picture = show(&encoded(RgbImage::new(width, height), ImageFormat::Png)).unwrap();
        assert_eq!(decoded(&picture.thumb).dimensions(), thumb, "{width} {height}");
    }
}

#[test]
fn a_shown_picture_fits_a_window() {
    let picture = show(&encoded(image::GrayImage::new(6_000, 300), ImageFormat::Png)).unwrap();
    assert_eq!((picture.width, picture.height), (4_096, 205));
    assert_eq!(decoded(&picture.bytes).dimensions(), (4_096, 205));
    let picture = show(&rich_jpeg(6)).unwrap();
    assert_eq!((picture.width, picture.height), (16, 24));
    assert_nothing_but_pixels(&picture);
    assert_eq!(show(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(NotAPicture));
}

#[test]
fn the_limit_holds_before_and_after() {
    let bytes = encoded(sample(), ImageFormat::Png);
    let length = u64::try_from(bytes.len()).unwrap();
    assert_eq!(prepare("x.png", &bytes, length - 1), Err(TooLarge));
    // Tiny as JPEG of low quality, and larger at the quality it is sent with.
    let noise = RgbImage::from_fn(200, 200, |x, y| {
        Rgb([((x * 31) ^ (y * 17)) as u8, (x * y) as u8, (x * 7 + y * 13) as u8])
    });
    let mut small = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut small, 5);
    DynamicImage::from(noise).write_with_encoder(encoder).unwrap();
    assert_eq!(prepare("x.jpg", &small, u64::try_from(small.len()).unwrap()), Err(TooLarge));
    assert!(prepare("x.jpg", &small, LIMIT).is_ok());
}

/// A PNG picture whose header says anything.
fn claiming(width: u32, height: u32, depth: u8, color: u8) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, color, 0, 0, 0]);
    let pixels = stored(&[0; 4_000]);
    [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &pixels), chunk(b"IEND", b"")]
        .concat()
}

/// A JPEG picture whose header says anything.
fn claiming_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = encoded(sample(), ImageFormat::Jpeg);
    let at = bytes.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn too_many_pixels_are_refused_by_the_header() {
    for bytes in [
        claiming(60_000, 60_000, 8, 6),
        claiming(u32::MAX >> 1, u32::MAX >> 1, 16, 6),
        claiming(8_000, 5_001, 1, 0),
        claiming(40_000_001, 1, 1, 0),
        claiming(16_385, 1, 8, 2),
        claiming(1, 16_385, 8, 2),
        // 34 million pixels of 8 bytes each are more than 256 MiB.
        claiming(6_800, 5_000, 16, 6),
        claiming_jpeg(60_000, 60_000),
        claiming_jpeg(8_000, 5_001),
        claiming_jpeg(16_385, 1),
    ] {
        assert_eq!(prepare("x.png", &bytes, LIMIT), Err(TooManyPixels));
        assert_eq!(show(&bytes), Err(TooManyPixels));
    }
}

#[test]
fn a_colour_profile_that_unpacks_to_anything_is_left_out() {
    // The pixels of a black picture are the zeros of the profile: 64 MB in less than one.
    let black = encoded(image::GrayImage::new(8_000, 8_000), ImageFormat::Png);
    let mut zeros = vec![];
    let mut rest = &black[8..];
    while let Some((length, more)) = rest.split_first_chunk::<4>() {
        let end = 4 + usize::try_from(u32::from_be_bytes(*length)).unwrap();
        if &more[..4] == b"IDAT" {
            zeros.extend(&more[4..end]);
        }
        rest = &more[end + 4..];
    }
    assert!(zeros.len() < 1_000_000);
    let plain = encoded(sample(), ImageFormat::Png);
    let profile = chunk(b"iCCP", &[b"name\0\0".as_slice(), &zeros].concat());
    let bomb = [&plain[..33], &profile, &plain[33..]].concat();
    assert_nothing_but_pixels(&prepare("x.png", &bomb, LIMIT).unwrap().picture);
}

#[test]
fn damaged_pictures_are_refused() {
    let (png, jpeg) = (rich_png(sample(), 1), rich_jpeg(1));
    let (whole_png, whole_jpeg) = (png.len() - "TAIL-SECRET".len(), jpeg.len() - "TAIL-SECRET".len());
    // A PNG picture is whole without its last chunk.
    for length in 8..whole_png - 16 {
        assert_eq!(prepare("x", &png[..length], LIMIT), Err(Damaged), "png {length}");
    }
    for length in 3..whole_jpeg - 1 {
        assert_eq!(prepare("x", &jpeg[..length], LIMIT), Err(Damaged), "jpeg {length}");
    }
    // Far fewer pixels than the header says.
    assert_eq!(prepare("x", &claiming(5_000, 5_000, 8, 6), LIMIT), Err(Damaged));
    assert_eq!(prepare("x", &claiming(0, 5, 8, 6), LIMIT), Err(Damaged));
}

#[test]
fn a_flipped_byte_is_never_a_panic_and_never_lets_metadata_out() {
    for whole in [rich_png(sample(), 6), rich_jpeg(6)] {
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xFF;
            if let Ok(prepared) = prepare("x", &bytes, LIMIT) {
                assert_nothing_but_pixels(&prepared.picture);
            }
        }
    }
}

#[test]
fn other_content_is_no_picture_whatever_its_name() {
    for bytes in [
        b"".as_slice(),
        b"just text",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"BM\0\0",
        b"%PDF-1.7",
        b"\x89PN",
    ] {
        assert_eq!(prepare("x.png", bytes, LIMIT), Err(NotAPicture), "{bytes:?}");
        assert!(!is_picture(bytes));
    }
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn plain_files_only_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = Pictures::default();
    let png = encoded(sample(), ImageFormat::Png);
    let good = file(folder.path(), "good.png", &png);
    let prepared = pictures.prepare_file(good.clone(), LIMIT).await.unwrap();
    assert_eq!((prepared.name.as_str(), prepared.picture.width), ("good.png", 24));
    assert_eq!(pictures.prepare_file(good, 10).await, Err(TooLarge));
    let text = file(folder.path(), "text.png", b"just text");
    assert_eq!(pictures.prepare_file(text, LIMIT).await, Err(NotAPicture));
    assert_eq!(pictures.prepare_file(folder.path().to_owned(), LIMIT).await, Err(Unreadable));
    assert_eq!(pictures.prepare_file(folder.path().join("missing.png"), LIMIT).await, Err(Unreadable));
}

#[cfg(unix)]
#[tokio::test]
async fn what_would_hang_or_never_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.png");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let socket = folder.path().join("socket.png");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let link = folder.path().join("link.png");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    let pictures = Pictures::default();
    for path in [fifo, socket, link, "/dev/zero".into(), "/dev/tty".into()] {
        let work = pictures.prepare_file(path.clone(), LIMIT);
        let refused = tokio::time::timeout(std::time::Duration::from_secs(5), work).await.unwrap();
        assert_eq!(refused, Err(Unreadable), "{}", path.display());
    }
}

#[tokio::test]
async fn one_picture_is_worked_on_at_a_time_and_all_get_their_turn() {
    let pictures = Pictures::default();
    let png = Bytes::from(encoded(sample(), ImageFormat::Png));
    let dropped = pictures.show(png.clone());
    drop(dropped);
    let shown = futures_util::future::join_all((0..20).map(|_| pictures.show(png.clone()))).await;
    assert!(shown.into_iter().all(|picture| picture.is_ok()));
    assert_eq!(pictures.workers.available_permits(), WORKERS);
}
