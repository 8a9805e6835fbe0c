//! Words of no language but the commonest, in many scripts, and numbers by chance: the same seed gives the same.

/// Chance from a seed (splitmix64, by Steele, Lea and Flood 2014): the same on every machine and for ever.
#[derive(Clone, Debug)]
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Whether something of so many in a thousand happens.
    pub fn of_thousand(&mut self, share: usize) -> bool {
        self.below(1_000) < share
    }

    /// A number below this one, small ones far more often, as words are in any language.
    pub fn often_small(&mut self, end: usize) -> usize {
        // The inverse of Zipf's law with exponent 1: a uniform choice of the logarithm.
        let unit = self.next() as f64 / u64::MAX as f64;
        (((end as f64 + 1.0).ln() * unit).exp() as usize - 1).min(end - 1)
    }
}

/// A script, with what its words are made of.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// A language written in it.
    pub language: &'static str,
    /// Its commonest words, as far as the judges look for such: small ones tell a language.
    small: &'static [&'static str],
    syllables: &'static [&'static str],
    /// What stands between two words.
    pub between: &'static str,
    /// Of a thousand posts, how many are in it.
    pub share: usize,
}

/// The scripts, the commonest first.
pub const SCRIPTS: &[Script] = &[
    script(
        "en",
        &[
            "the", "to", "and", "a", "of", "in", "is", "it", "you", "that", "for", "on", "with", "this", "be", "at",
            "not", "we", "so", "was",
        ],
        &["an", "be", "cor", "da", "el", "fin", "gra", "hol", "is", "ket", "lu", "mor", "ni", "ost"],
        " ",
        520,
    ),
    script(
        "de",
        &[
            "der", "die", "und", "das", "ist", "nicht", "ein", "ich", "zu", "mit", "auf", "wir", "es", "den", "sie",
            "für",
        ],
        &["au", "bä", "cht", "der", "ein", "fü", "ge", "hei", "kö", "lich", "mü", "ung", "ver", "zu"],
        " ",
        120,
    ),
    script("ja", &[], &["か", "さ", "と", "の", "ま", "り", "ル", "ス", "日", "本", "駅", "車"], "", 100),
    script(
        "pt",
        &["o", "a", "de", "que", "e", "não", "um", "para", "com", "no", "uma", "é", "os", "do", "da", "se"],
        &["ão", "ba", "ção", "do", "en", "fé", "gua", "lha", "mos", "nho", "pra", "ser", "tu"],
        " ",
        70,
    ),
    script(
        "ru",
        &["и", "в", "не", "на", "что", "я", "с", "он", "как", "это", "по", "но"],
        &["ба", "во", "гра", "де", "жи", "ка", "ло", "мо", "на", "по", "ра", "ста", "ты"],
        " ",
        60,
    ),
    script("ko", &[], &["가", "나", "다", "라", "마", "바", "사", "아", "자", "하", "고", "기"], " ", 40),
    script("ar", &[], &["ال", "با", "تا", "جي", "دا", "را", "سي", "عا", "لم", "نا", "وا"], " ", 30),
    script("zh", &[], &["地", "铁", "晚", "点", "票", "价", "人", "多", "天", "气", "好", "站"], "", 25),
    script("th", &[], &["กา", "คน", "ดี", "ที่", "นา", "ปี", "มา", "รถ", "ไฟ", "วัน"], "", 20),
    script("hi", &[], &["का", "गा", "ता", "दे", "ना", "पा", "मे", "रा", "ला", "हो"], " ", 15),
];

const fn script(
    language: &'static str,
    small: &'static [&'static str],
    syllables: &'static [&'static str],
    between: &'static str,
    share: usize,
) -> Script {
    Script { language, small, syllables, between, share }
}

impl Script {
    /// One by its share.
    pub fn pick(chance: &mut Chance) -> &'static Self {
        let mut left = chance.below(SCRIPTS.iter().map(|script| script.share).sum());
        for script in SCRIPTS {
            match left.checked_sub(script.share) {
                Some(rest) => left = rest,
                None => return script,
            }
        }
        &SCRIPTS[0]
    }

    /// The word of this rank: common words are short.
    pub fn word(&self, rank: usize) -> String {
        if let Some(small) = self.small.get(rank) {
            return (*small).to_owned();
        }
        let base = self.syllables.len();
        let (mut word, mut rest) = (String::new(), rank);
        loop {
            word.push_str(self.syllables[rest % base]);
            rest /= base;
            if rest == 0 {
                return word;
            }
            rest -= 1;
        }
    }
}
