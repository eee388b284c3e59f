//! The model: which runs of one to four bytes are usual in which language. `model/README.md` says where it comes from.

/// How many languages (u16), their names of two letters; how many n-grams (u16), each four bytes filled up with zeros, in
/// order; for each n-gram one byte a language: how much less usual it is there than where it is most usual.
const MODEL: &[u8] = include_bytes!("../model/ngrams.bin");
// Another file is another model; its checksum is in a test.
const _: () = assert!(MODEL.len() == 321_722);

/// So many steps of the model's bytes are one natural unit of likelihood.
const STEPS: f32 = 24.0;
const LONGEST: usize = 4;

/// The n-grams of a few languages.
pub(crate) struct Ngrams {
    names: &'static [[u8; 2]],
    grams: &'static [[u8; LONGEST]],
    rarities: &'static [u8],
}

impl Ngrams {
    /// The model, which lies in the program as it is. `None`: it is not the one of this code; a test knows that it is.
    pub(crate) fn read() -> Option<Self> {
        let (count, rest) = counted(MODEL)?;
        let (names, rest) = rest.split_at_checked(count.checked_mul(2)?)?;
        let (count, rest) = counted(rest)?;
        let (grams, rarities) = rest.split_at_checked(count.checked_mul(LONGEST)?)?;
        let names = names.as_chunks().0;
        let whole = rarities.len() == names.len().checked_mul(count)?;
        whole.then_some(Self { names, grams: grams.as_chunks().0, rarities })
    }

    /// Where a language stands in the model.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name.as_bytes())
    }

    /// How unusual a text is in the language of each column, in natural units of likelihood; only their differences mean
    /// something.
    pub(crate) fn rarity(&self, text: &str, columns: &[usize]) -> Vec<f32> {
        let mut sums = vec![0_u32; columns.len()];
        let bytes = text.as_bytes();
        for start in 0..bytes.len() {
            for length in 1..=LONGEST {
                let Some(row) = bytes.get(start..start + length).and_then(|gram| self.row(gram)) else {
                    continue;
                };
                for (sum, column) in sums.iter_mut().zip(columns) {
                    *sum += row.get(*column).copied().map_or(0, u32::from);
                }
            }
        }
        // A text is short: a sum is far below what a float holds exactly.
        sums.into_iter().map(|sum| sum as f32 / STEPS).collect()
    }

    fn row(&self, gram: &[u8]) -> Option<&[u8]> {
        let mut key = [0; LONGEST];
        key.get_mut(..gram.len())?.copy_from_slice(gram);
        let at = self.grams.binary_search(&key).ok()?;
        self.rarities.get(at * self.names.len()..)?.get(..self.names.len())
    }
}

fn counted(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (count, rest) = bytes.split_first_chunk()?;
    Some((usize::from(u16::from_le_bytes(*count)), rest))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_model_is_the_one_that_was_measured() {
        let sum = hex::encode(Sha256::digest(MODEL));
        assert_eq!(sum, "7f08263db53f0e8c9222536f91f3ea98b4998f41c7ea367dc1cc308c149b83fa");
        let ngrams = Ngrams::read().expect("it is whole");
        assert!(ngrams.grams.is_sorted());
        assert_eq!((ngrams.names.len(), ngrams.grams.len()), (39, 7480));
        assert!(ngrams.column("sv").is_some() && ngrams.column("tlh").is_none());
    }
}
