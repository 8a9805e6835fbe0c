//! The pictures that people of the world take: simple shapes, drawn from a number.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use model::{Attachment, AttachmentKind, PictureSource};

use crate::act::RecordPicture;
use crate::seed::Random;

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;
/// Who keeps the pictures of this world.
const OWNER: &str = "simulated:pictures";
/// Who keeps those that were brought with our answers.
const OURS: &str = "simulated:brought";

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// A departure board with empty lines.
    Board,
    /// A platform with people who wait.
    Platform,
}

impl Scene {
    const ALL: [(Self, &'static str); 2] = [(Self::Board, "board"), (Self::Platform, "platform")];

    /// The scene that a description is about.
    pub(crate) fn of(description: &str) -> Self {
        let is_board = ["Anzeigetafel", "board"].iter().any(|word| description.contains(word));
        if is_board { Self::Board } else { Self::Platform }
    }
}

/// A picture of a scene, as it hangs on a post.
pub(crate) fn taken(scene: Scene, random: &mut Random) -> Attachment {
    let word = Scene::ALL.iter().find(|(of, _)| *of == scene).map_or("", |(_, word)| word);
    let cid = format!("{word}-{}", random.below(1 << 30));
    Attachment {
        picture: Some(PictureSource::Blob { owner: OWNER.to_owned(), cid }),
        media_type: Some("image/png".to_owned()),
        width: Some(WIDTH),
        height: Some(HEIGHT),
        ..Attachment::of(AttachmentKind::Image)
    }
}

/// A picture that was brought with an answer of ours, as it hangs on the post.
pub(crate) fn brought(one: &RecordPicture) -> Attachment {
    Attachment {
        alt: Some(one.alt.clone()),
        picture: Some(PictureSource::Blob { owner: OURS.to_owned(), cid: one.digest.clone() }),
        media_type: Some(one.media_type.clone()),
        width: Some(one.width),
        height: Some(one.height),
        ..Attachment::of(AttachmentKind::Image)
    }
}

/// By which digest a picture is known that was brought; `None` for any other.
pub(crate) fn brought_digest(source: &PictureSource) -> Option<&str> {
    match source {
        PictureSource::Blob { owner, cid } if owner == OURS => Some(cid),
        _ => None,
    }
}

/// The file of a picture of this world; `None` for any other.
pub(crate) fn develop(source: &PictureSource) -> Option<Vec<u8>> {
    let PictureSource::Blob { owner, cid } = source else { return None };
    let (word, number) = cid.split_once('-').filter(|_| owner == OWNER)?;
    let scene = Scene::ALL.iter().find(|(_, known)| *known == word)?.0;
    let mut random = Random::of(number.parse().ok()?, "picture", 0);
    let image = match scene {
        Scene::Board => board(&mut random),
        Scene::Platform => platform(&mut random),
    };
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

type Colour = [u8; 3];

struct Canvas(RgbImage);

impl Canvas {
    /// Fills with a colour that passes into another from top to bottom.
    fn sky(top: Colour, bottom: Colour) -> Self {
        Self(RgbImage::from_fn(WIDTH, HEIGHT, |_, y| {
            Rgb(std::array::from_fn(|part| {
                let (from, to) = (u32::from(top[part]), u32::from(bottom[part]));
                ((from * (HEIGHT - y) + to * y) / HEIGHT) as u8
            }))
        }))
    }

    fn block(&mut self, (left, top): (u32, u32), (width, height): (u32, u32), colour: Colour) {
        for y in top.min(HEIGHT)..(top + height).min(HEIGHT) {
            for x in left.min(WIDTH)..(left + width).min(WIDTH) {
                self.0.put_pixel(x, y, Rgb(colour));
            }
        }
    }

    fn disc(&mut self, (x, y): (u32, u32), radius: u32, colour: Colour) {
        for dy in 0..=2 * radius {
            for dx in 0..=2 * radius {
                let inside = dx.abs_diff(radius).pow(2) + dy.abs_diff(radius).pow(2) <= radius.pow(2);
                let (px, py) = ((x + dx).saturating_sub(radius), (y + dy).saturating_sub(radius));
                if inside && px < WIDTH && py < HEIGHT {
                    self.0.put_pixel(px, py, Rgb(colour));
                }
            }
        }
    }
}

fn number(random: &mut Random, from: usize, to: usize) -> u32 {
    random.within(from, to) as u32
}

/// A dark board under a bright roof: a clock, a heading, lines with nothing in them.
fn board(random: &mut Random) -> RgbImage {
    let shade = number(random, 0, 30) as u8;
    let mut canvas = Canvas::sky([196 + shade, 204, 208], [150, 156, 158 + shade]);
    canvas.block((90, 70), (780, 500), [22, 28, 38]);
    canvas.block((90, 70), (780, 76), [36, 58, 92]);
    canvas.disc((812, 108), 26, [238, 238, 230]);
    canvas.block((810, 90), (4, 20), [30, 30, 30]);
    canvas.block((810, 106), (number(random, 10, 18), 4), [30, 30, 30]);
    canvas.block((124, 98), (number(random, 150, 300), 20), [214, 222, 232]);
    for line in 0..6 {
        let top = 172 + line * 64;
        canvas.block((118, top), (724, 48), [30, 38, 50]);
        for cell in 0..18 {
            canvas.block((124 + cell * 40, top + 6), (34, 36), [38, 47, 61]);
        }
    }
    // One lamp that still works.
    let lamp = number(random, 0, 5);
    canvas.disc((858, 196 + lamp * 64), 6, [232, 160, 40]);
    canvas.0
}

/// A platform in the fog: edge and rails, lamps, people with suitcases.
fn platform(random: &mut Random) -> RgbImage {
    let warm = number(random, 0, 24) as u8;
    let mut canvas = Canvas::sky([206, 210 - warm / 2, 214 - warm], [168, 166, 162]);
    for y in 400..HEIGHT {
        let (edge, depth) = (300 + (y - 400) / 2, y - 400);
        let tone = 132_u32.saturating_sub(depth / 6) as u8;
        canvas.block((0, y), (edge, 1), [tone, tone, tone - 6]);
        canvas.block((edge, y), (8 + depth / 24, 1), [222, 204, 120]);
        canvas.block((edge + 40 + depth / 3, y), (4 + depth / 40, 1), [96, 92, 90]);
        canvas.block((edge + 190 + depth, y), (4 + depth / 40, 1), [96, 92, 90]);
    }
    for lamp in 0..4 {
        let (x, top) = (60 + lamp * 62, 150 + lamp * 44);
        canvas.block((x, top), (5, 400 - top), [120, 122, 124]);
        canvas.disc((x + 2, top), 13 - lamp * 2, [246, 236, 200]);
    }
    for _ in 0..number(random, 3, 9) {
        let (x, feet) = (number(random, 20, 250), number(random, 430, 560));
        let tall = 60 + (feet - 430) / 2;
        let tone = 60 + number(random, 0, 50) as u8;
        let coat = [tone, tone.saturating_add(random.below(30) as u8), tone + 20];
        canvas.block((x, feet - tall), (tall / 3, tall), coat);
        canvas.disc((x + tall / 6, feet - tall - tall / 7), tall / 7, [150, 120, 104]);
        canvas.block((x + tall / 3 + 6, feet - tall / 3), (tall / 4, tall / 3), [92, 64, 52]);
    }
    canvas.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_same_every_time_and_another_one_is_another() {
        let source =
            |scene, number| taken(scene, &mut Random::of(number, "test", 0)).picture.expect("a picture has a source");
        for scene in [Scene::Board, Scene::Platform] {
            let once = develop(&source(scene, 1)).unwrap();
            assert_eq!(develop(&source(scene, 1)).unwrap(), once);
            assert_ne!(develop(&source(scene, 2)).unwrap(), once);
            let image = image::load_from_memory(&once).unwrap();
            assert_eq!((image.width(), image.height()), (WIDTH, HEIGHT));
        }
        assert_eq!(develop(&PictureSource::Blob { owner: OWNER.into(), cid: "board-x".into() }), None);
    }
}
