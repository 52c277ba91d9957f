//! Whole tests: published examples, and what must hold of any.

use proptest::prelude::*;

use super::*;
use crate::kernel::Lang;

/// 1000 examinees, five questions of the Law School Admission Test, section 6: how often each pattern of right and
/// wrong answers came (R. D. Bock and M. Lieberman, *Psychometrika* 35, 1970, 179–197).
const LSAT: [(&str, usize); 30] = [
    ("00000", 3),
    ("00001", 6),
    ("00010", 2),
    ("00011", 11),
    ("00100", 1),
    ("00101", 1),
    ("00110", 3),
    ("00111", 4),
    ("01000", 1),
    ("01001", 8),
    ("01011", 16),
    ("01101", 3),
    ("01110", 2),
    ("01111", 15),
    ("10000", 10),
    ("10001", 29),
    ("10010", 14),
    ("10011", 81),
    ("10100", 3),
    ("10101", 28),
    ("10110", 15),
    ("10111", 80),
    ("11000", 16),
    ("11001", 56),
    ("11010", 21),
    ("11011", 173),
    ("11100", 11),
    ("11101", 61),
    ("11110", 28),
    ("11111", 298),
];

fn sitting(pattern: &str) -> Sitting {
    let given = Some(Given { lang: Lang::Kk, seconds: 30 });
    let entry = |(item, mark)| Entry { item, points: if mark == '1' { 1.0 } else { 0.0 }, max: 1.0, given };
    Sitting { passed: pattern.contains("111"), entries: pattern.chars().enumerate().map(entry).collect() }
}

fn lsat() -> Vec<Sitting> {
    LSAT.iter().flat_map(|(pattern, times)| vec![sitting(pattern); *times]).collect()
}

fn assert_near(found: f64, published: f64) {
    assert!((found - published).abs() < 0.000_06, "{found} is not {published}");
}

/// The figures that the package ltm prints of these data (D. Rizopoulos, *Journal of Statistical Software* 17 (5),
/// 2006): proportions, point-biserial correlations without the question itself, Cronbach's alpha.
#[test]
fn facility_correlation_and_alpha_are_those_published_for_the_lsat() {
    let sittings = lsat();
    let published = [(0.924, 0.1128), (0.709, 0.1532), (0.553, 0.1728), (0.763, 0.1444), (0.870, 0.1216)];
    for (found, (facility, rest)) in items(5, &sittings).iter().zip(published) {
        assert_near(found.facility.mean, facility);
        assert_near(found.rest.expect("it varies").r, rest);
        assert_eq!((found.facility.answers, found.open, found.seconds), (1000, 0, Some(30)));
    }
    let found = test(5, &sittings);
    assert_near(found.alpha.expect("it varies"), 0.2950);
    assert!(found.all_or_nothing && found.sittings == 1000 && found.seconds == Some(150));
    // Without one of the questions.
    for (left_out, published) in [0.2754, 0.2376, 0.2168, 0.2459, 0.2663].into_iter().enumerate() {
        let mut fewer = sittings.clone();
        for sitting in &mut fewer {
            sitting.entries.retain(|entry| entry.item != left_out);
        }
        assert_near(test(5, &fewer).alpha.expect("it varies"), published);
    }
}

/// Ten students and ten questions, with the sum of pq (2.18) and the variance of the totals (5.84) worked out by hand
/// (K. L. Wuensch, East Carolina University, *The Kuder-Richardson 20*).
#[test]
fn kr_20_is_that_of_a_worked_example() {
    let students = [
        "1111110110",
        "1011011101",
        "1111011001",
        "0010001000",
        "0000010010",
        "1110111111",
        "1101110111",
        "1111111101",
        "0101111101",
        "1101101110",
    ];
    let sittings: Vec<Sitting> = students.into_iter().map(sitting).collect();
    let found = test(10, &sittings);
    assert_near(found.alpha.expect("it varies"), 10.0 / 9.0 * (1.0 - 2.18 / 5.84));
    let deviation = (5.84_f64 * 10.0 / 9.0).sqrt();
    assert_near(found.spread, deviation / 10.0);
    assert_near(found.error.expect("it varies"), standard_error(deviation, 0.696_347) / 10.0);
    let first = items(10, &sittings).remove(0);
    // Of the three best all had the first question right; of the three weakest two did not, and of the four who share
    // the third place three did.
    let ends = first.ends.expect("answers");
    assert_eq!(ends.size, 3);
    assert_near(ends.index(), 1.0 - 0.25);
}

/// A standard deviation of 15 and a reliability of 0.96: 3 points.
#[test]
fn the_standard_error_is_what_reliability_leaves() {
    assert_near(standard_error(15.0, 0.96), 3.0);
    assert_near(standard_error(15.0, -0.5), 15.0);
}

#[test]
fn nobody_and_a_test_without_spread_have_no_reliability() {
    let nobody = test(3, &[]);
    assert_eq!((nobody.alpha, nobody.error, nobody.seconds, nobody.sittings), (None, None, None, 0));
    let alike = vec![sitting("1011"); 40];
    let found = test(4, &alike);
    assert_eq!((found.alpha, found.error), (None, None));
    assert!((found.mean - 0.75).abs() < 1e-12 && found.spread.abs() < 1e-12);
    assert_eq!(items(4, &alike).first().and_then(|item| item.rest), None);
}

/// What is left open counts as nothing for the test and is no answer to the question.
#[test]
fn an_open_question_is_no_answer() {
    let mut sittings = vec![sitting("11"), sitting("10"), sitting("01")];
    let mut open = sitting("10");
    open.entries[1].given = None;
    sittings.push(open);
    let found = items(2, &sittings);
    assert_eq!((found[1].open, found[1].facility.answers), (1, 3));
    assert_near(found[1].facility.mean, 2.0 / 3.0);
    assert_near(test(2, &sittings).mean, 5.0 / 8.0);
}

/// An easy draw makes nobody a better learner: two halves that answer different questions equally well.
#[test]
fn draws_of_different_difficulty_do_not_add_spread() {
    let given = Some(Given { lang: Lang::Ru, seconds: 10 });
    let half = |from: usize, patterns: [&str; 4]| {
        patterns.map(|pattern| {
            let entry =
                |(at, mark)| Entry { item: from + at, points: if mark == '1' { 1.0 } else { 0.0 }, max: 1.0, given };
            Sitting { passed: false, entries: pattern.chars().enumerate().map(entry).collect() }
        })
    };
    let easy = half(0, ["1111", "1111", "1110", "1101"]);
    let hard = half(4, ["0000", "0001", "0000", "0100"]);
    let alone = test(8, &easy);
    let both = test(8, &[easy, hard].concat());
    assert!(both.spread > 0.3, "the scores do differ");
    assert!(both.alpha < Some(0.5) && alone.alpha < Some(0.5), "{both:?}");
}

/// The try with the most questions varies most: the plain mean of their numbers would make it more than sure.
#[test]
fn tries_of_different_length_never_make_more_than_certain() {
    let alike = [sitting("111111"), sitting("000000"), sitting("1"), sitting("0")];
    let alpha = test(6, &alike).alpha.expect("it varies");
    assert!(alpha > 0.9 && alpha <= 1.0 + 1e-9, "{alpha}");
}

fn sittings() -> impl Strategy<Value = Vec<Sitting>> {
    let given = (0_usize..3, 0_u32..600).prop_map(|(lang, seconds)| Given { lang: Lang::ALL[lang], seconds });
    let entry = (proptest::option::weighted(0.9, given), 0_u8..=2).prop_map(|(given, half)| Entry {
        item: 0,
        points: if given.is_some() { f64::from(half) / 2.0 } else { 0.0 },
        max: 1.0,
        given,
    });
    let drawn = proptest::sample::subsequence((0_usize..8).collect::<Vec<_>>(), 1..=8);
    let one =
        (drawn, proptest::collection::vec(entry, 8), any::<bool>()).prop_map(|(drawn, entries, passed)| Sitting {
            passed,
            entries: drawn.into_iter().zip(entries).map(|(item, entry)| Entry { item, ..entry }).collect(),
        });
    proptest::collection::vec(one, 0..40)
}

fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

proptest! {
    #[test]
    fn figures_keep_to_their_bounds(sittings in sittings()) {
        let whole = test(8, &sittings);
        prop_assert!((0.0..=1.0).contains(&whole.mean) && whole.spread >= 0.0 && whole.passed <= whole.sittings);
        prop_assert!(whole.alpha.is_none_or(|alpha| alpha <= 1.0 + 1e-9 && alpha.is_finite()));
        prop_assert!(whole.error.is_none_or(|error| error >= 0.0 && error.is_finite()));
        for item in items(8, &sittings) {
            let interval = item.facility.interval();
            prop_assert!(0.0 <= interval.low && interval.low <= item.facility.mean + 1e-12);
            prop_assert!(item.facility.mean <= interval.high + 1e-12 && interval.high <= 1.0);
            prop_assert!(item.rest.is_none_or(|rest| (-1.0..=1.0).contains(&rest.r)));
            prop_assert!(item.ends.is_none_or(|ends| (-1.0..=1.0).contains(&ends.index()) && ends.size >= 1));
            let answers: u32 = item.languages.values().map(|share| share.answers).sum();
            prop_assert_eq!(answers, item.facility.answers);
        }
    }

    #[test]
    fn the_order_of_tries_and_questions_does_not_matter(
        (sittings, shuffled) in sittings().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let mut shuffled = shuffled;
        for sitting in &mut shuffled {
            sitting.entries.reverse();
        }
        let (one, other) = (test(8, &sittings), test(8, &shuffled));
        prop_assert!(is_close(one.mean, other.mean) && is_close(one.spread, other.spread));
        prop_assert_eq!(one.seconds, other.seconds);
        prop_assert_eq!(one.alpha.is_some(), other.alpha.is_some());
        prop_assert!(one.alpha.zip(other.alpha).is_none_or(|(one, other)| is_close(one, other)));
        for (one, other) in items(8, &sittings).iter().zip(items(8, &shuffled)) {
            prop_assert!(is_close(one.facility.mean, other.facility.mean));
            prop_assert_eq!((one.open, one.seconds), (other.open, other.seconds));
            let ends = one.ends.zip(other.ends);
            prop_assert!(ends.is_none_or(|(one, other)| is_close(one.index(), other.index())));
            prop_assert!(one.rest.zip(other.rest).is_none_or(|(one, other)| (one.r - other.r).abs() < 1e-6));
            prop_assert_eq!(one.rest.is_some(), other.rest.is_some());
        }
    }

    #[test]
    fn a_share_is_the_surer_the_more_answers_there_are(right in 0_u32..50, more in 1_u32..40, times in 2_u32..20) {
        let (few, many) = (Share::of(right, right + more), Share::of(right * times, (right + more) * times));
        let width = |share: Share| share.interval().high - share.interval().low;
        prop_assert!(width(many) < width(few));
        let mirrored = Share::of(more, right + more).interval();
        prop_assert!(is_close(mirrored.low, 1.0 - few.interval().high));
    }
}

/// Numbers from 0 to 1, the same each time (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }

    /// The tries of 200 people at ten questions, from easy ones to hard ones. Kazakh readers are behind by so much
    /// everywhere, and by so much more in the first question.
    fn sittings(&mut self, behind: f64, first: f64) -> Vec<Sitting> {
        let mut one = |number: usize| {
            let lang = Lang::ALL[[0, 1, 0, 1, 2][number % 5]];
            let own = self.next() * 0.3 - 0.15 - if lang == Lang::Kk { behind } else { 0.0 };
            let mut entry = |item: usize| {
                let worse = if item == 0 && lang == Lang::Kk { first } else { 0.0 };
                let right = self.next() < 0.9 - 0.04 * float(item) + own - worse;
                let given = Some(Given { lang, seconds: 30 });
                Entry { item, points: if right { 1.0 } else { 0.0 }, max: 1.0, given }
            };
            Sitting { passed: true, entries: (0..10).map(&mut entry).collect() }
        };
        (0..200).map(&mut one).collect()
    }

    /// In how many of a hundred tests a sound question is said to mislead, and in how many the first one is.
    fn misled(&mut self, behind: f64, first: f64) -> (usize, usize) {
        let mut counts = (0, 0);
        for _ in 0..100 {
            let items = items(10, &self.sittings(behind, first));
            let test = flags::answered(&items);
            let named = |item: &ItemFigures| {
                flags::flags(item, &test, 0, false).iter().any(|flag| matches!(flag, flags::Flag::Languages(_)))
            };
            let (misleading, sound) = items.split_at(usize::from(first > 0.0));
            counts.0 += usize::from(sound.iter().any(named));
            counts.1 += usize::from(misleading.iter().any(named));
        }
        counts
    }
}

/// The best of three pairs at 95 % names a sound question in every second of the first tests, and in all of the second.
#[test]
fn a_sound_question_is_hardly_ever_said_to_mislead_and_a_misleading_one_nearly_always() {
    let mut chance = Chance(2026);
    for behind in [0.0, 0.2] {
        let (sound, _) = chance.misled(behind, 0.0);
        assert!(sound <= 5, "{sound} of 100 tests name a sound question; readers behind by {behind}");
        let (sound, misleading) = chance.misled(behind, 0.4);
        assert!(sound <= 5 && misleading >= 95, "{sound} and {misleading}; readers behind by {behind}");
    }
}
