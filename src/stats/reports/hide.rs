//! Small groups: hidden from who may not see persons, and not to be worked out either.
//!
//! Numbers that add up to a total which is shown are hidden together. If one of them is too small, it is hidden; then the
//! smallest others, until at least two are hidden and together they are a group that is large enough. So whoever takes the
//! shown numbers from the total learns of no small group (the rule of statistical offices, primary and secondary
//! suppression; Hundepool and others, *Statistical Disclosure Control*, 2012, chapter 4).

/// Of fewer people nothing is told.
pub const LEAST: u32 = 5;

/// True if a number would point at somebody. That there is nobody is told.
pub const fn is_small(number: u32) -> bool {
    number > 0 && number < LEAST
}

/// Which of these numbers, which add up to a total, are hidden.
pub fn hidden(numbers: &[u32]) -> Vec<bool> {
    let mut hidden: Vec<bool> = numbers.iter().map(|number| is_small(*number)).collect();
    close(numbers, &mut hidden);
    hidden
}

/// Hides more of these numbers until nothing can be worked out of the total, if anything is hidden at all.
pub fn close(numbers: &[u32], hidden: &mut [bool]) {
    if !hidden.contains(&true) {
        return;
    }
    loop {
        let covered = || numbers.iter().zip(hidden.iter()).filter(|(number, hidden)| **hidden && **number > 0);
        if covered().count() >= 2 && covered().map(|(number, _)| *number).sum::<u32>() >= LEAST {
            return;
        }
        let open = numbers.iter().zip(hidden.iter()).enumerate();
        let open = open.filter(|(_, (number, hidden))| !**hidden && **number > 0);
        let Some(next) = open.min_by_key(|(_, (number, _))| **number).map(|(place, _)| place) else { return };
        if let Some(hidden) = hidden.get_mut(next) {
            *hidden = true;
        }
    }
}

/// What is shown of numbers that only fall, the first of them a total: each step down is a group of its own.
pub fn falling(numbers: &[u32]) -> Vec<Option<u32>> {
    let mut last: Option<u32> = None;
    let mut shown = Vec::with_capacity(numbers.len());
    for number in numbers {
        let told =
            Some(*number).filter(|number| !is_small(*number) && last.is_none_or(|last| !is_small(last - number)));
        last = told.or(last);
        shown.push(told);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_group_is_hidden_with_enough_others() {
        for (numbers, expected) in [
            (&[10, 20, 30][..], &[false, false, false][..]),
            (&[0, 20, 0], &[false, false, false]),
            (&[3, 20, 30], &[true, true, false]),
            (&[3, 1, 30, 40], &[true, true, true, false]),
            (&[4, 4, 30, 0], &[true, true, false, false]),
            (&[1], &[true]),
            (&[4, 0, 0], &[true, false, false]),
            (&[], &[]),
        ] {
            assert_eq!(hidden(numbers), expected, "{numbers:?}");
        }
    }

    #[test]
    fn a_step_down_that_is_a_small_group_is_not_told() {
        assert_eq!(falling(&[20, 18, 12, 12, 3]), [Some(20), None, Some(12), Some(12), None]);
        assert_eq!(falling(&[3, 0]), [None, Some(0)]);
        assert_eq!(falling(&[10, 6, 5]), [Some(10), None, Some(5)]);
    }

    /// Whatever the numbers: the hidden ones together are nobody, or at least two and large enough, unless all of them
    /// are hidden.
    #[test]
    fn nothing_small_is_left_when_the_shown_are_taken_from_the_total() {
        let mut seed = 7_u32;
        let mut next = move |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % most
        };
        for _ in 0..20_000 {
            let numbers: Vec<u32> = (0..next(9)).map(|_| if next(2) == 0 { next(6) } else { next(40) }).collect();
            let hidden = hidden(&numbers);
            let covered: Vec<u32> =
                numbers.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(number, _)| *number).collect();
            let shown = numbers.iter().zip(&hidden).filter(|(number, hidden)| !**hidden && **number > 0).count();
            assert!(numbers.iter().zip(&hidden).all(|(number, hidden)| *hidden || !is_small(*number)), "{numbers:?}");
            let rest: u32 = covered.iter().sum();
            assert!(covered.is_empty() || covered.len() >= 2 && rest >= LEAST || shown == 0, "{numbers:?} {hidden:?}");
        }
    }
}
