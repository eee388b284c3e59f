//! Makes the model of `crates/language` from the one that the crate langid-rs carries: `crates/language/model/README.md`.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, ensure};

const TO: &str = "crates/language/model/ngrams.bin";
/// The languages that share a script with another one that Svara has a name for, as langid names them.
const KEPT: &str = "ar bg bs ca cs da de en es et fa fi fr hr hu id is it ja lt lv mk ms nb nl nn pl pt ro ru sk sl sq sr \
                    sv tr uk vi zh";
/// As `crates/language/src/ngrams.rs` reads them.
const STEPS: f32 = 24.0;

/// Reads langid-rs's model at `from` and writes ours.
pub(crate) fn write(from: &Path) -> Result<()> {
    let bytes = fs::read(from).with_context(|| format!("read {}", from.display()))?;
    let model = made(&mut Reader(&bytes)).context("this is not the model of langid-rs 1.1.0")?;
    fs::write(TO, model).with_context(|| format!("write {TO}"))
}

fn made(from: &mut Reader<'_>) -> Result<Vec<u8>> {
    let (grams, languages) = (from.count()?, from.count()?);
    let likelihoods = from.floats(grams * languages)?;
    let count = from.count()?;
    let _prior = from.floats(count)?;
    let count = from.count()?;
    let moves = from.shorts(count)?;
    let names = (0..from.count()?).map(|_| from.name()).collect::<Result<Vec<_>>>()?;
    let columns = KEPT.split(' ').map(|kept| names.iter().position(|name| name == kept));
    let columns = columns.collect::<Option<Vec<_>>>().context("a language is missing")?;
    let runs = runs(&moves, from, grams)?;
    ensure!(from.0.is_empty(), "something follows");
    let mut rows = BTreeMap::new();
    for (run, row) in runs.iter().zip(likelihoods.chunks_exact(languages)) {
        let row: Vec<f32> = columns.iter().filter_map(|column| row.get(*column).copied()).collect();
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut key = [0_u8; 4];
        key.get_mut(..run.len()).context("a run is too long")?.copy_from_slice(run);
        // Only the differences between languages count; one byte holds them up to ten natural units.
        rows.insert(
            key,
            row.iter().map(|value| ((most - value) * STEPS).round().min(255.0) as u8).collect::<Vec<_>>(),
        );
    }
    let mut model = u16::try_from(columns.len())?.to_le_bytes().to_vec();
    model.extend(KEPT.bytes().filter(u8::is_ascii_alphabetic));
    model.extend(u16::try_from(rows.len())?.to_le_bytes());
    model.extend(rows.keys().flatten());
    model.extend(rows.values().flatten());
    Ok(model)
}

/// The run of bytes that each n-gram is: the shortest way to a state of the table that names it.
fn runs(moves: &[u16], from: &mut Reader<'_>, grams: usize) -> Result<Vec<Vec<u8>>> {
    let mut ways = BTreeMap::from([(0_u16, Vec::new())]);
    let mut waiting = std::collections::VecDeque::from([0_u16]);
    while let Some(state) = waiting.pop_front() {
        let way = ways.get(&state).cloned().unwrap_or_default();
        for letter in 0..=u8::MAX {
            let next = moves
                .get(usize::from(state) * 256 + usize::from(letter))
                .copied()
                .context("a state is missing")?;
            ways.entry(next).or_insert_with(|| {
                waiting.push_back(next);
                [&way[..], &[letter]].concat()
            });
        }
    }
    let mut runs = vec![Vec::new(); grams];
    for _ in 0..from.count()? {
        let state = u16::try_from(from.count()?)?;
        for _ in 0..from.count()? {
            let gram = from.count()?;
            let run = runs.get_mut(gram).context("an n-gram is missing")?;
            let way = ways.get(&state).context("a state is never reached")?;
            if run.is_empty() || way.len() < run.len() {
                run.clone_from(way);
            }
        }
    }
    Ok(runs)
}

/// Little-endian numbers, one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count).context("it ends too soon")?;
        self.0 = rest;
        Ok(bytes)
    }

    fn count(&mut self) -> Result<usize> {
        Ok(u32::from_le_bytes(self.bytes(4)?.try_into()?) as usize)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>> {
        Ok(self.bytes(count * 4)?.as_chunks().0.iter().copied().map(f32::from_le_bytes).collect())
    }

    fn shorts(&mut self, count: usize) -> Result<Vec<u16>> {
        Ok(self.bytes(count * 2)?.as_chunks().0.iter().copied().map(u16::from_le_bytes).collect())
    }

    fn name(&mut self) -> Result<String> {
        let length = self.count()?;
        Ok(String::from_utf8(self.bytes(length)?.to_vec())?)
    }
}
