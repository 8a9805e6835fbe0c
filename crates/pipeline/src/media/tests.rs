use image::codecs::gif::GifEncoder;
use image::{Delay, Frame, Rgb, Rgba, RgbaImage};

use super::*;

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) })
}

fn as_jpeg(image: &RgbImage) -> Vec<u8> {
    jpeg(image, QUALITY).unwrap()
}

fn as_png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

/// An EXIF segment as cameras write it: the camera was turned, and stood at a place.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    tiff.extend(2_u16.to_be_bytes());
    let [high, low] = orientation.to_be_bytes();
    tiff.extend(entry(0x0112, 3, 1, [high, low, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38_u32.to_be_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x001d, 2, 11, 56_u32.to_be_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(b"GPSHERE4711");
    [b"Exif\0\0", &tiff[..]].concat()
}

fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let exif = exif(orientation);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn pixels(media: &Media) -> RgbImage {
    image::load_from_memory(&media.bytes).unwrap().to_rgb8()
}

fn is_red(pixel: &Rgb<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[2] < 80
}

#[test]
fn the_place_where_a_photograph_was_taken_is_gone_and_it_stands_upright() {
    let taken = with_exif(&as_jpeg(&halves(64, 32)), 6);
    assert!(holds(&taken, b"GPSHERE4711") && holds(&taken, b"Exif"), "the test has something to lose");
    let remade = remake(&taken).unwrap();
    for media in [&remade.full, &remade.thumbnail] {
        assert!(!holds(&media.bytes, b"GPSHERE4711") && !holds(&media.bytes, b"Exif"));
    }
    // Turned by a quarter to the right: what was left is above.
    assert_eq!((remade.full.width, remade.full.height), (32, 64));
    let pixels = pixels(&remade.full);
    assert!(is_red(pixels.get_pixel(16, 4)) && !is_red(pixels.get_pixel(16, 60)));
}

#[test]
fn a_page_that_hides_in_a_picture_is_gone_and_one_that_calls_itself_a_picture_is_refused() {
    let page: &[u8] = b"<html><script>alert(1)</script></html>";
    let hidden = [&as_png(&halves(8, 8))[..], page].concat();
    assert!(!holds(&remake(&hidden).unwrap().full.bytes, b"script"));
    let mut comment = b"\xff\xfe".to_vec();
    comment.extend(u16::try_from(page.len() + 2).unwrap().to_be_bytes());
    comment.extend(page);
    let plain = as_jpeg(&halves(8, 8));
    let commented = [&plain[..2], &comment, &plain[2..]].concat();
    assert!(!holds(&remake(&commented).unwrap().full.bytes, b"script"));
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let began_as_gif = [b"GIF89a/*", page].concat();
    for bytes in [page, svg, &began_as_gif, b"%PDF-1.4", b"", b"BM\x3a\0\0\0\0\0\0\0"] {
        let error = remake(bytes).unwrap_err();
        let words = ["no picture", "looks like", "larger than we read"];
        assert!(words.iter().any(|words| error.contains(words)), "{error}");
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    // A hundred million white pixels in a few kilobytes.
    let mut bomb = as_png(&halves(8, 8));
    bomb[16..20].copy_from_slice(&10_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&10_000_u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let error = remake(&bomb).unwrap_err();
    assert!(error.contains("larger than we read"), "{error}");
    let mut gif = Vec::new();
    GifEncoder::new(&mut gif).encode_frame(Frame::new(RgbaImage::new(8, 8))).unwrap();
    gif[6..10].copy_from_slice(&[0xff; 4]);
    assert!(remake(&gif).unwrap_err().contains("larger than we read"));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_picture_that_ends_too_early_is_refused_or_shown_as_far_as_it_goes() {
    let [png, jpeg] = [as_png(&halves(64, 64)), as_jpeg(&halves(64, 64))];
    assert!(remake(&png[..png.len() / 2]).unwrap_err().contains("damaged"));
    for end in 0..jpeg.len() {
        let _ = remake(&jpeg[..end]);
    }
}

#[test]
fn what_moves_becomes_its_first_moment_and_says_so() {
    let mut gif = Vec::new();
    let frame =
        |colour| Frame::from_parts(RgbaImage::from_pixel(16, 16, colour), 0, 0, Delay::from_numer_denom_ms(9, 1));
    let frames = [frame(Rgba([220, 0, 0, 255])), frame(Rgba([0, 0, 220, 255]))];
    GifEncoder::new(&mut gif).encode_frames(frames).unwrap();
    let remade = remake(&gif).unwrap();
    assert!(is_red(pixels(&remade.full).get_pixel(8, 8)));
    assert!(remade.left_out.unwrap().contains("first moment"));
    assert_eq!(remake(&as_png(&halves(16, 16))).unwrap().left_out, None);
}

#[test]
fn large_pictures_are_made_smaller_and_small_ones_stay_as_they_are() {
    let remade = remake(&as_jpeg(&halves(3_000, 1_500))).unwrap();
    assert_eq!((remade.full.width, remade.full.height), (2_048, 1_024));
    assert_eq!((remade.thumbnail.width, remade.thumbnail.height), (640, 320));
    let remade = remake(&as_png(&halves(40, 30))).unwrap();
    assert_eq!((remade.full.width, remade.thumbnail.height), (40, 30));
    let strip = remake(&as_png(&halves(9_000, 3))).unwrap();
    assert!(strip.thumbnail.height > 0);
}

#[test]
fn holes_stay_holes_and_dots_that_count_readers_are_refused() {
    let mut drawing = RgbaImage::from_pixel(20, 20, Rgba([0, 120, 0, 255]));
    drawing.put_pixel(0, 0, Rgba([0, 0, 0, 0]));
    let mut bytes = Vec::new();
    drawing.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    let remade = remake(&bytes).unwrap().full;
    assert_eq!(remade.media_type, "image/png");
    assert_eq!(image::load_from_memory(&remade.bytes).unwrap().to_rgba8().get_pixel(0, 0).0[3], 0);
    assert!(remake(&as_png(&halves(1, 1))).unwrap_err().contains("shows nothing"));
}

proptest::proptest! {
    #[test]
    fn any_bytes_give_a_picture_or_a_reason(bytes: Vec<u8>, kind in 0_usize..3, cut: proptest::sample::Index) {
        let heads: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a"];
        let _ = remake(&[heads[kind], &bytes].concat());
        let mut changed = as_png(&halves(24, 24));
        let at = cut.index(changed.len());
        changed[at] ^= 0x55;
        let _ = remake(&changed);
    }
}

const MEGABYTE: usize = 1_000_000;

/// What no camera brings and nothing makes small: every pixel by chance.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 0x2545_f491_u32;
    RgbImage::from_fn(width, height, |_, _| {
        Rgb(std::array::from_fn(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        }))
    })
}

#[test]
fn a_picture_of_ours_is_upright_and_tells_nothing_of_the_place() {
    for orientation in 1..=8 {
        let taken = with_exif(&as_jpeg(&halves(64, 32)), orientation);
        let remade = remake_ours(&taken, MEGABYTE).unwrap();
        for media in [&remade.full, &remade.thumbnail] {
            assert!(!holds(&media.bytes, b"GPSHERE4711") && !holds(&media.bytes, b"Exif"));
        }
        let is_turned = orientation > 4;
        let expected = if is_turned { (32, 64) } else { (64, 32) };
        assert_eq!((remade.full.width, remade.full.height), expected, "{orientation}");
        let pixels = pixels(&remade.full);
        // Where what was red at the left stands when the picture is as it was seen.
        let (first, last) = match is_turned {
            true => (pixels.get_pixel(16, 4), pixels.get_pixel(16, 60)),
            false => (pixels.get_pixel(4, 16), pixels.get_pixel(60, 16)),
        };
        let red_comes_first = matches!(orientation, 1 | 4 | 5 | 6);
        assert_eq!((is_red(first), is_red(last)), (red_comes_first, !red_comes_first), "{orientation}");
    }
}

#[test]
fn a_picture_of_ours_is_made_as_small_as_the_network_wants_it_or_refused() {
    let large = as_png(&noise(900, 600));
    for bytes_max in [MEGABYTE, 300_000, 120_000] {
        let full = remake_ours(&large, bytes_max).unwrap().full;
        assert!(full.bytes.len() <= bytes_max, "{} of {bytes_max}", full.bytes.len());
        let shape = f64::from(full.width) / f64::from(full.height);
        assert!((shape - 1.5).abs() < 0.01, "{} by {}", full.width, full.height);
    }
    let error = remake_ours(&large, 500).unwrap_err();
    assert!(error.contains("as small as the network wants"), "{error}");
    let twice: Vec<_> = (0..2).map(|_| remake_ours(&large, 300_000).unwrap().full.digest()).collect();
    assert_eq!(twice[0], twice[1], "the same picture has the same name");
}

#[test]
fn a_drawing_of_ours_keeps_every_pixel_where_it_fits_and_a_photograph_is_one() {
    let drawing = halves(300, 200);
    let full = remake_ours(&as_png(&drawing), MEGABYTE).unwrap().full;
    assert_eq!((full.media_type.as_str(), pixels(&full)), ("image/png", drawing));
    let full = remake_ours(&as_jpeg(&halves(300, 200)), MEGABYTE).unwrap().full;
    assert_eq!(full.media_type, "image/jpeg");
    let mut holed = RgbaImage::from_pixel(20, 20, Rgba([0, 120, 0, 255]));
    holed.put_pixel(0, 0, Rgba([0, 0, 0, 0]));
    let mut bytes = Vec::new();
    holed.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    let full = remake_ours(&bytes, MEGABYTE).unwrap().full;
    assert_eq!(image::load_from_memory(&full.bytes).unwrap().to_rgba8().get_pixel(0, 0).0[3], 0);
    let webp = {
        let mut bytes = Cursor::new(Vec::new());
        halves(30, 20).write_to(&mut bytes, ImageFormat::WebP).unwrap();
        bytes.into_inner()
    };
    assert_eq!(remake_ours(&webp, MEGABYTE).unwrap().full.width, 30);
}

#[test]
fn what_is_no_picture_cannot_be_sent_and_says_why() {
    for bytes in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"BM\x3a\0\0\0\0\0\0\0"] {
        assert!(remake_ours(bytes, MEGABYTE).unwrap_err().contains("no picture of a kind that can be sent"));
    }
    assert!(remake_ours(b"\x89PNG\r\n\x1a\n", MEGABYTE).unwrap_err().contains("damaged"));
}

proptest::proptest! {
    #[test]
    fn any_bytes_give_a_picture_of_ours_or_a_reason(bytes: Vec<u8>, kind in 0_usize..4, cut: proptest::sample::Index) {
        let heads: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8 "];
        let _ = remake_ours(&[heads[kind], &bytes].concat(), MEGABYTE);
        let mut changed = with_exif(&as_jpeg(&halves(24, 24)), 6);
        let at = cut.index(changed.len());
        changed[at] ^= 0x55;
        if let Ok(remade) = remake_ours(&changed, MEGABYTE) {
            proptest::prop_assert!(!holds(&remade.full.bytes, b"GPSHERE"));
        }
    }
}
