//! Spellings that a language does not have, where its nearest neighbours have them: what tells Danish from Norwegian and
//! Portuguese from Spanish in a title that could be either by its words.

use crate::letters::{Script, script};

/// By language; "-" stands before an ending, which follows two letters or more, and after a beginning.
const FOREIGN: &[(&str, &str)] = &[
    // Norwegian ends words in double consonants, writes "ei" and "øy", "kj" and "skj", and has p, t, k where Danish has b,
    // d, g, and "e" where that has "æ".
    (
        "da",
        "-tt -kk -ll -nn -mm -pp -ss -ert -het -heten -arna -orna -erna opp- sjon ei øy uke øke søk bruk språk åpn åpe løp \
         møte måte kjø kje skje gje gjø jelp kvinn kveld bilde endr lenge henge trekk ck",
    ),
    (
        "nb",
        "-tion -tionen -tioner -hed -heden -igt -erede -dst -dste -ået -arna -orna -erna ud- opd- opst- opre- ej øj uge øge \
         søg brug sprog åbn åbe løb køb møde måde jælp kvind besked billede ændr hænd æng sæt træk fæl mæl nøgl taget ugt \
         øgt ægt ck",
    ),
    ("sv", "-ene -erede sjon hv øy øj kje gje"),
    // Portuguese words end neither in n nor in d; Spanish ones not in m, and it has no ss.
    ("pt", "-n -d -y -ión -ces ción ll ñ ie ué"),
    ("es", "-m -ns -ei -ou -dade -agem -ais ção ções ão õe ss nh lh"),
    // "работает", "работают" are "працює", "працюють" in Ukrainian; "-ение" is "-ення".
    ("uk", "-ет -ит -ют -ут -ят -ая -ое -ые -ие -ия -ии ее"),
    ("ru", "-ють -уть -ння йо ьо дж"),
    // They have neither cases nor infinitives.
    ("bg", "-ся -сь -ая -ое -ые -ть -ого -его -ому -ами"),
    ("mk", "-ся -сь -ая -ое -ые -ть -ого -его -ому -ами"),
];

/// Letters that a language hardly writes a sentence without, and how great a part of its letters they are.
const USUAL: &[(&str, &str, f32)] =
    &[("mk", "јљњѓќџ", 0.03), ("ru", "ыэъё", 0.025), ("sr", "јљњђћџ", 0.06), ("uk", "іїєґ", 0.08)];

/// How many spellings of a word, in small letters, are not the language's.
pub(crate) fn foreign(language: &str, word: &str) -> usize {
    let has = |piece: &&str| match (piece.strip_prefix('-'), piece.strip_suffix('-')) {
        (Some(ending), _) => word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= 2),
        (_, Some(beginning)) => word.starts_with(beginning),
        _ => word.contains(*piece),
    };
    let pieces = FOREIGN.iter().find(|(name, _)| *name == language).map(|(_, pieces)| *pieces);
    pieces.unwrap_or_default().split_whitespace().filter(has).count()
}

/// How unlikely it is that so many letters are the language's with none of its usual ones among them, in natural units.
pub(crate) fn missing(language: &str, words: &[&str]) -> f32 {
    let Some((_, usual, part)) = USUAL.iter().find(|(name, ..)| *name == language) else { return 0.0 };
    let mut letters = words.iter().flat_map(|word| word.chars()).flat_map(char::to_lowercase);
    let count = letters.clone().filter(|letter| script(*letter) == Some(Script::Cyrillic)).count();
    if letters.any(|letter| usual.contains(letter)) { 0.0 } else { part * count as f32 }
}
