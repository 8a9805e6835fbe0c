//! What emoji say in every language, by the class that their Unicode name puts them in.

/// A class of emoji: what their names have in common, how it is meant (-1 to 1), and the characters.
/// Written by us; names after Unicode's list. What is meant both ways, such as tears of joy or a face upside down,
/// weighs little or nothing.
const CLASSES: &[(&str, f64, &str)] = &[
    ("grinning and smiling faces", 0.8, "😀😃😄😁😊🙂😺😸☺😌🤗🥳😇"),
    ("hearts, loving faces", 1.0, "😍🥰😘😗😙😚😻💕💖💗💓💞💝💘❤🧡💛💚💙💜🤎🖤🤍♥💟🫶😽"),
    ("approving hands, applause, strength", 0.8, "👍👏🙌👌🤝💪🤘✊"),
    ("celebration, prizes, stars", 0.8, "🎉🎊🏆🥇🌟⭐💯🤩🎈✨"),
    ("pleased tongues and sunglasses", 0.6, "😋😎"),
    ("tears of joy", 0.2, "😂🤣😹😅😆"),
    ("crying and sad faces", -0.9, "😢😭😞😔😟🙁☹😥😓😿😩😫🥺😣😖💔"),
    ("angry faces", -1.0, "😠😡🤬👿💢😤😾"),
    ("sick and disgusted faces", -0.9, "🤮🤢🤒😷🤕"),
    ("disapproving hands and faces", -0.9, "👎🙄😒😑🤦😕😬🖕🤡💩"),
    ("fear and shock", -0.6, "😱😨😰😧😦"),
];

/// How an emoji is meant, from -1 to 1; `None` when it says nothing of mood.
pub(crate) fn mood(emoji: char) -> Option<f64> {
    CLASSES.iter().find(|(_, _, all)| all.contains(emoji)).map(|(_, mood, _)| *mood)
}

/// Whether a character is a picture; marks that only change one, such as skin colours, are none.
pub(crate) fn is_emoji(c: char) -> bool {
    matches!(u32::from(c), 0x1f300..=0x1f3fa | 0x1f400..=0x1faff | 0x2600..=0x27bf | 0x2b50 | 0x2b55)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_emoji_is_one_and_stands_in_one_class() {
        let all: Vec<char> = CLASSES.iter().flat_map(|(_, _, all)| all.chars()).collect();
        for emoji in &all {
            assert!(is_emoji(*emoji), "{emoji}");
            assert_eq!(all.iter().filter(|other| *other == emoji).count(), 1, "{emoji}");
        }
    }

    #[test]
    fn moods_lie_between_minus_one_and_one_and_plain_pictures_have_none() {
        assert!(CLASSES.iter().all(|(_, mood, _)| (-1.0..=1.0).contains(mood)));
        assert_eq!(mood('🚆'), None);
    }
}
