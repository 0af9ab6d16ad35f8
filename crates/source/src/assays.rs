//! Laboratory methods by number.

use std::num::NonZeroU16;

use hashbrown::HashMap;
use timeline::Analyte;

use crate::cell::word::{in_lower_case, text};

/// Methods in the order in which they were met; case is ignored. Numbers count from 1.
#[derive(Default)]
pub(crate) struct Assays {
    numbers: HashMap<String, u16>,
    /// As first written.
    pub names: Vec<String>,
    last: [Option<(Vec<u8>, NonZeroU16)>; 4],
    /// Whether there were more methods than numbers.
    pub overflow: bool,
}

impl Assays {
    /// The number of a trimmed cell; `None` for an empty one.
    pub(crate) fn number(&mut self, analyte: Analyte, cell: &[u8]) -> Option<NonZeroU16> {
        if cell.is_empty() {
            return None;
        }
        match &self.last[analyte as usize] {
            Some((text, number)) if text == cell => Some(*number),
            _ => {
                let number = self.look_up(cell)?;
                self.last[analyte as usize] = Some((cell.to_vec(), number));
                Some(number)
            }
        }
    }

    /// The number of a method by its name.
    pub(crate) fn look_up(&mut self, cell: &[u8]) -> Option<NonZeroU16> {
        let key = in_lower_case(cell, str::to_owned);
        if let Some(number) = self.numbers.get(&key) {
            return NonZeroU16::new(*number);
        }
        let Ok(number) = u16::try_from(self.names.len() + 1) else {
            self.overflow = true;
            return None;
        };
        self.names.push(text(cell).into_owned());
        self.numbers.insert(key, number);
        NonZeroU16::new(number)
    }
}
