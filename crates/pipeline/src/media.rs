//! Pictures of others, and those that we send, made anew: read within limits, turned upright, made smaller, written by us.
//! What comes out holds pixels and nothing else, whatever went in.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{
    AnimationDecoder as _, DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits, RgbImage,
};
use store::media::Media;
use store::picture::Remade;
use wording::t;

/// The most pixels that are read: those of a large camera. A progressive JPEG of this size takes 250 MB while it is read.
const PIXELS_MAX: u64 = 25_000_000;
/// The longest side that is read: more is a strip, or a trick.
const SIDE_READ_MAX: u32 = 20_000;
/// The most memory that a decoder may take.
const MEMORY_MAX: u64 = 256 * 1024 * 1024;
/// A picture with a shorter side shows nothing: it counts readers.
const SIDE_MIN: u32 = 3;
/// The longest side of what is kept: sharp on a large screen.
const SIDE_MAX: u32 = 2_048;
/// The longest side of the small picture: twice the width in which a thread shows it.
const THUMBNAIL_SIDE_MAX: u32 = 640;
/// Below this, photographs lose what people notice.
const QUALITY: u8 = 82;
/// A picture with holes that is larger than this is laid on white: photographs are no drawings.
const PNG_BYTES_MAX: usize = 2 * 1024 * 1024;

/// As which side and quality a picture of ours is written until it is small enough.
const SMALLER: [(u32, u8); 9] = [
    (SIDE_MAX, QUALITY),
    (SIDE_MAX, 70),
    (1_600, 75),
    (1_280, 75),
    (1_024, 70),
    (768, 70),
    (512, 60),
    (384, 60),
    (256, 60),
];

/// Makes a picture anew from what its source sent. Takes up to a second of a processor; never to be called where others
/// wait.
///
/// # Errors
/// Why it is nothing that we show, in plain words.
pub(crate) fn remake(bytes: &[u8]) -> Result<Remade, String> {
    let format = format_of(bytes).ok_or("it is no picture of a kind that we show (JPEG, PNG, GIF, WebP)")?;
    let image = read(bytes, format)?;
    let left_out = moves(bytes, format).then(|| "it moves at its source; this is its first moment".to_owned());
    let written = |longest| {
        let written = write(&smaller(&image, longest), QUALITY, PNG_BYTES_MAX);
        written.map_err(|_| "it could not be written anew".to_owned())
    };
    Ok(Remade { full: written(SIDE_MAX)?, thumbnail: written(THUMBNAIL_SIDE_MAX)?, left_out })
}

/// Makes a picture of ours anew, of at most so many bytes. Drawings and screens keep every pixel where they fit. Takes up to a
/// few seconds of a processor; never to be called where others wait.
///
/// # Errors
/// Why it is none that can be sent, in plain words.
pub(crate) fn remake_ours(bytes: &[u8], bytes_max: usize) -> Result<Remade, String> {
    let format = format_of(bytes).ok_or(t!("it is no picture of a kind that can be sent (JPEG, PNG, GIF, WebP)"))?;
    let image = read(bytes, format)?;
    let left_out = moves(bytes, format).then(|| "it moves; its first moment is sent".to_owned());
    let unwritable = |_| t!("it could not be written anew").to_owned();
    let is_drawn = matches!(format, ImageFormat::Png | ImageFormat::Gif);
    let mut full = None;
    if is_drawn {
        full = Some(png(&smaller(&image, SIDE_MAX)).map_err(unwritable)?).filter(|png| png.bytes.len() <= bytes_max);
    }
    for (longest, quality) in SMALLER {
        if full.is_some() {
            break;
        }
        let written = write(&smaller(&image, longest), quality, bytes_max).map_err(unwritable)?;
        full = Some(written).filter(|written| written.bytes.len() <= bytes_max);
    }
    let full = full.ok_or(t!("it cannot be made as small as the network wants it"))?;
    let thumbnail = smaller(&image, THUMBNAIL_SIDE_MAX);
    let thumbnail = write(&thumbnail, QUALITY, PNG_BYTES_MAX).map_err(unwritable)?;
    Ok(Remade { full, thumbnail, left_out })
}

/// What the bytes are, by themselves; what their source says of them counts for nothing.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP).then_some(format)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(SIDE_READ_MAX), Some(SIDE_READ_MAX));
    limits.max_alloc = Some(MEMORY_MAX);
    limits
}

fn read(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, String> {
    let broken = |_| t!("it is damaged, or only looks like a picture").to_owned();
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => t!("it is larger than we read").to_owned(),
        error => broken(error),
    })?;
    // What a picture says of its size is believed before a byte of it is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > MEMORY_MAX {
        return Err(t!("it is larger than we read: {width} by {height} pixels", width, height));
    }
    if width.min(height) < SIDE_MIN {
        return Err(t!("it shows nothing: it is {width} by {height} pixels", width, height));
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// Whether the picture has more than one moment.
fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    let input = Cursor::new(bytes);
    match format {
        ImageFormat::Gif => GifDecoder::new(input).is_ok_and(|mut decoder| {
            decoder.set_limits(limits()).is_ok() && decoder.into_frames().nth(1).is_some_and(|frame| frame.is_ok())
        }),
        ImageFormat::WebP => WebPDecoder::new(input).is_ok_and(|decoder| decoder.has_animation()),
        ImageFormat::Png => PngDecoder::with_limits(input, limits()).is_ok_and(|png| png.is_apng().unwrap_or(false)),
        _ => false,
    }
}

fn smaller(image: &DynamicImage, longest: u32) -> DynamicImage {
    if image.width().max(image.height()) <= longest {
        return image.clone();
    }
    let shrunk = image.thumbnail(longest, longest);
    // A long strip keeps at least a line.
    if shrunk.width() == 0 || shrunk.height() == 0 {
        image.thumbnail_exact(longest.min(image.width()), 1)
    } else {
        shrunk
    }
}

/// Every pixel as it is, without what shines through where nothing does.
fn png(image: &DynamicImage) -> ImageResult<Media> {
    let rgba = image.to_rgba8();
    let mut bytes = Vec::new();
    match rgba.pixels().any(|pixel| pixel.0[3] < 255) {
        true => rgba.write_with_encoder(PngEncoder::new(&mut bytes))?,
        false => image.to_rgb8().write_with_encoder(PngEncoder::new(&mut bytes))?,
    }
    Ok(Media { media_type: "image/png".to_owned(), width: image.width(), height: image.height(), bytes })
}

/// A photograph; a picture with holes keeps them, where it is not larger than `png_bytes_max` then.
fn write(image: &DynamicImage, quality: u8, png_bytes_max: usize) -> ImageResult<Media> {
    let (width, height) = (image.width(), image.height());
    let media = |media_type: &str, bytes| Media { media_type: media_type.to_owned(), width, height, bytes };
    let rgba = image.color().has_alpha().then(|| image.to_rgba8());
    if let Some(rgba) = rgba.filter(|rgba| rgba.pixels().any(|pixel| pixel.0[3] < 255)) {
        let mut bytes = Vec::new();
        rgba.write_with_encoder(PngEncoder::new(&mut bytes))?;
        if bytes.len() <= png_bytes_max {
            return Ok(media("image/png", bytes));
        }
        let mut flat = RgbImage::new(width, height);
        for (flat, pixel) in flat.pixels_mut().zip(rgba.pixels()) {
            let [r, g, b, a] = pixel.0.map(u16::from);
            flat.0 = [r, g, b].map(|part| ((part * a + 255 * (255 - a)) / 255) as u8);
        }
        return Ok(media("image/jpeg", jpeg(&flat, quality)?));
    }
    Ok(media("image/jpeg", jpeg(&image.to_rgb8(), quality)?))
}

fn jpeg(image: &RgbImage, quality: u8) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
