//! Edits: how many letters two short texts differ by.

/// Letters of a text that are compared; longer texts differ by more than any bound.
const MAX_LETTERS: usize = 256;

/// Edits that a text of so many letters may have and still be taken for the same, by the length of
/// the shorter one.
#[must_use]
pub fn allowed_edits(letters: usize) -> u32 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        8..=14 => 2,
        15..=24 => 3,
        _ => 4,
    }
}

/// The number of edits between two texts, if it is at most `most`: a letter wrong, missing, too much,
/// or exchanged with its neighbour (no letter is edited twice).
#[must_use]
pub fn edits_within(left: &str, right: &str, most: u32) -> Option<u32> {
    if left == right {
        return Some(0);
    }
    if most == 0 || left.len().abs_diff(right.len()) > 4 * most as usize {
        return None;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same_start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    let same_end = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[..left.len() - same_end], &right[..right.len() - same_end]);
    let too_different = left.len().abs_diff(right.len()) > most as usize;
    if too_different || left.len().max(right.len()) > MAX_LETTERS {
        return None;
    }
    let edits = table(left, right, most)?;
    (edits <= most).then_some(edits)
}

/// The optimal string alignment distance, row by row; gives up when a whole row is beyond `most`.
fn table(left: &[char], right: &[char], most: u32) -> Option<u32> {
    let width = right.len() + 1;
    let mut before: Vec<u32> = vec![0; width];
    let mut last: Vec<u32> = (0..).take(width).collect();
    let mut row: Vec<u32> = vec![0; width];
    for (i, a) in left.iter().enumerate() {
        row[0] = i as u32 + 1;
        let mut least = row[0];
        for (j, b) in right.iter().enumerate() {
            let mut cost = (last[j] + u32::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied()
}

#[cfg(test)]
mod tests;
