//! Weights as bytes: to be kept in a row, or in the repository.

use super::{Linear, Row};

/// Of a model that goes on learning.
const LEARNING: &[u8; 4] = b"CHL1";
/// Of one that is finished: weights alone, in 255 steps.
const FINISHED: &[u8; 4] = b"CHF1";

/// Why bytes are no weights.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BytesError {
    /// They are of something else, or of another version.
    #[error("not weights of this version")]
    Foreign,
    /// They are of a task with another number of classes.
    #[error("weights of {found} classes where {wanted} are wanted")]
    Classes {
        /// What the bytes say.
        found: usize,
        /// What the task has.
        wanted: usize,
    },
    /// They end too early, go on too long, or hold what no training gives.
    #[error("weights are damaged")]
    Damaged,
}

impl Linear {
    /// Everything, so that learning can go on: features in order, so that equal models give equal bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16 + self.rows.len() * (4 + 8 * self.classes));
        bytes.extend(LEARNING);
        put(&mut bytes, self.classes);
        bytes.extend(self.counts.iter().flat_map(|count| count.to_le_bytes()));
        put(&mut bytes, self.rows.len());
        for (feature, row) in self.sorted() {
            bytes.extend(feature.to_le_bytes());
            for number in row.weights.iter().chain(&row.squares) {
                bytes.extend(number.to_le_bytes());
            }
        }
        bytes
    }

    /// # Errors
    /// Bytes that `to_bytes` did not give for a model of so many classes.
    pub(crate) fn from_bytes(bytes: &[u8], classes: usize) -> Result<Self, BytesError> {
        let mut reader = Reader::open(bytes, LEARNING, classes)?;
        let mut model = Self::new(classes);
        for count in &mut model.counts {
            *count = reader.number()?;
        }
        for _ in 0..reader.number()? {
            let feature = reader.number()?;
            let weights = reader.floats(classes)?;
            let squares = reader.floats(classes)?;
            model.rows.insert(feature, Row { weights, squares });
        }
        reader.close()?;
        Ok(model)
    }

    /// The weights alone, a quarter of the size, for a model that learns no more. Rows without any weight are left out.
    pub(crate) fn to_finished_bytes(&self) -> Vec<u8> {
        let largest =
            self.rows.values().flat_map(|row| &row.weights).fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let unit = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let steps = |row: &Row| row.weights.iter().map(|weight| (weight / unit).round() as i8).collect::<Vec<_>>();
        let rows: Vec<_> = self.sorted().into_iter().map(|(feature, row)| (feature, steps(row))).collect();
        let rows: Vec<_> = rows.into_iter().filter(|(_, steps)| steps.iter().any(|step| *step != 0)).collect();
        let mut bytes = FINISHED.to_vec();
        put(&mut bytes, self.classes);
        bytes.extend(unit.to_le_bytes());
        put(&mut bytes, rows.len());
        for (feature, steps) in rows {
            bytes.extend(feature.to_le_bytes());
            bytes.extend(steps.iter().flat_map(|step| step.to_le_bytes()));
        }
        bytes
    }

    /// # Errors
    /// Bytes that `to_finished_bytes` did not give for a model of so many classes.
    pub(crate) fn from_finished_bytes(bytes: &[u8], classes: usize) -> Result<Self, BytesError> {
        let mut reader = Reader::open(bytes, FINISHED, classes)?;
        let unit = reader.floats(1)?[0];
        let mut model = Self::new(classes);
        for _ in 0..reader.number()? {
            let feature = reader.number()?;
            let mut weights = Vec::with_capacity(classes);
            for _ in 0..classes {
                weights.push(f32::from(i8::from_le_bytes(reader.take()?)) * unit);
            }
            model.rows.insert(feature, Row { weights, squares: vec![0.0; classes] });
        }
        reader.close()?;
        Ok(model)
    }

    fn sorted(&self) -> Vec<(u32, &Row)> {
        let mut rows: Vec<_> = self.rows.iter().map(|(feature, row)| (*feature, row)).collect();
        rows.sort_unstable_by_key(|(feature, _)| *feature);
        rows
    }
}

fn put(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend(u32::try_from(number).expect("features are 32-bit hashes and classes are few").to_le_bytes());
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn open(bytes: &'a [u8], kind: &[u8; 4], classes: usize) -> Result<Self, BytesError> {
        let mut reader = Self(bytes.strip_prefix(kind).ok_or(BytesError::Foreign)?);
        let found = reader.number()? as usize;
        if found == classes { Ok(reader) } else { Err(BytesError::Classes { found, wanted: classes }) }
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], BytesError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(BytesError::Damaged)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn number(&mut self) -> Result<u32, BytesError> {
        self.take().map(u32::from_le_bytes)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, BytesError> {
        let mut floats = Vec::with_capacity(count);
        for _ in 0..count {
            let float = f32::from_le_bytes(self.take()?);
            if !float.is_finite() {
                return Err(BytesError::Damaged);
            }
            floats.push(float);
        }
        Ok(floats)
    }

    fn close(self) -> Result<(), BytesError> {
        if self.0.is_empty() { Ok(()) } else { Err(BytesError::Damaged) }
    }
}
