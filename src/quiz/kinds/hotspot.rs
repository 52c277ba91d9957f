//! Hotspot: point at a place in the picture, or choose the place by its words. Marked 1 or 0.
//!
//! A point lies in a zone by the units of the picture's view box, whatever the size on the screen. A right zone is
//! drawn generously, so where zones overlap the right one counts. Where zones lie is not told before explanations
//! are due; what they are called is, because it is the question's other form.

use serde::Serialize;

use super::options::{duplicates, known, tells};
use crate::kernel::{Localized, Slug};
use crate::quiz::deal::Deal;
use crate::quiz::form::{AnswerError, Fields, field, only};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, Hotspot, Place, Shape, Zone};
use crate::quiz::points::Points;

/// How many right zones there may be, from and to.
pub const RIGHT: (usize, usize) = (1, 3);
/// How many wrong zones there may be, from and to.
pub const WRONG: (usize, usize) = (2, 5);
/// The largest coordinate: no picture is larger.
const FARTHEST: f64 = 10_000.0;
/// A right zone is at least that share of the picture's width, across and down: a finger on a small phone.
const SMALLEST: u32 = 12;

/// What the author got wrong, as far as it can be told without the picture.
pub fn mistakes(hotspot: &Hotspot) -> Vec<Mistake> {
    let all: Vec<_> = zones(hotspot).map(|zone| (&zone.key, &zone.text)).collect();
    let mut mistakes = duplicates(&all);
    let telling = all.iter().filter(|(key, _)| tells(key));
    mistakes.extend(telling.map(|(key, _)| Mistake::TellingKey { key: (*key).clone() }));
    Mistake::check_count(&mut mistakes, List::Right, hotspot.right.len(), RIGHT);
    Mistake::check_count(&mut mistakes, List::Wrong, hotspot.wrong.len(), WRONG);
    let empty = zones(hotspot).filter(|zone| !has_inside(&zone.shape));
    mistakes.extend(empty.map(|zone| Mistake::ZoneEmpty { key: zone.key.clone() }));
    for zone in &hotspot.wrong {
        let covering = hotspot.right.iter().find(|right| contains(&right.shape, middle(&zone.shape)));
        if let Some(right) = covering {
            mistakes.push(Mistake::ZoneCovered { key: zone.key.clone(), other: right.key.clone() });
        }
    }
    mistakes
}

/// What the author got wrong in a picture of this size.
pub fn mistakes_in_picture(hotspot: &Hotspot, (width, height): (u32, u32)) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for zone in zones(hotspot) {
        let [left, top, right, bottom] = bounds(&zone.shape);
        if left < 0.0 || top < 0.0 || right > f64::from(width) || bottom > f64::from(height) {
            mistakes.push(Mistake::ZoneOutside { key: zone.key.clone(), width, height });
        }
    }
    let least = width.div_ceil(SMALLEST);
    for zone in hotspot.right.iter().filter(|zone| has_inside(&zone.shape)) {
        let [left, top, right, bottom] = bounds(&zone.shape);
        if (right - left).min(bottom - top) < f64::from(least) {
            mistakes.push(Mistake::ZoneTooSmall { key: zone.key.clone(), least });
        }
    }
    mistakes
}

/// All zones, right ones first.
pub(super) fn zones(hotspot: &Hotspot) -> impl Iterator<Item = &Zone> {
    hotspot.right.iter().chain(&hotspot.wrong)
}

/// Whether the point lies in the shape or on its edge (a polygon's inside is by the even-odd rule).
///
/// ```
/// use erikti::quiz::kinds::hotspot::contains;
/// use erikti::quiz::model::Shape;
///
/// assert!(contains(&Shape::Circle([10.0, 10.0, 5.0]), [13.0, 14.0]));
/// assert!(!contains(&Shape::Rect([0.0, 0.0, 20.0, 5.0]), [10.0, 5.1]));
/// assert!(contains(&Shape::Polygon(vec![[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]]), [4.0, 4.0]));
/// ```
pub fn contains(shape: &Shape, [x, y]: [f64; 2]) -> bool {
    match shape {
        Shape::Circle([cx, cy, radius]) => (x - cx).hypot(y - cy) <= *radius,
        Shape::Rect([left, top, width, height]) => {
            (*left..=left + width).contains(&x) && (*top..=top + height).contains(&y)
        }
        Shape::Polygon(corners) => {
            edges(corners).any(|edge| is_on(edge, [x, y]))
                || edges(corners).filter(|edge| is_crossed(*edge, [x, y])).count() % 2 == 1
        }
    }
}

type Edge = ([f64; 2], [f64; 2]);

fn edges(corners: &[[f64; 2]]) -> impl Iterator<Item = Edge> + Clone {
    let others = corners.iter().cycle().skip(1);
    corners.iter().copied().zip(others.copied())
}

/// Whether a ray from the point to the right crosses the edge.
fn is_crossed(([ax, ay], [bx, by]): Edge, [x, y]: [f64; 2]) -> bool {
    (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
}

fn is_on(([ax, ay], [bx, by]): Edge, [x, y]: [f64; 2]) -> bool {
    let across = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    across.abs() <= 1e-9 && (ax.min(bx)..=ax.max(bx)).contains(&x) && (ay.min(by)..=ay.max(by)).contains(&y)
}

/// Left, top, right, bottom.
pub fn bounds(shape: &Shape) -> [f64; 4] {
    match shape {
        Shape::Circle([x, y, radius]) => [x - radius, y - radius, x + radius, y + radius],
        Shape::Rect([left, top, width, height]) => [*left, *top, left + width, top + height],
        Shape::Polygon(corners) => corners.iter().fold(
            [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY],
            |[left, top, right, bottom], [x, y]| [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)],
        ),
    }
}

/// A point in the middle of the shape; of a polygon, the mean of its corners.
pub fn middle(shape: &Shape) -> [f64; 2] {
    if let Shape::Polygon(corners) = shape {
        let count = corners.iter().fold(0.0, |count, _| count + 1.0);
        let sum = corners.iter().fold([0.0, 0.0], |[x, y], [cx, cy]| [x + cx, y + cy]);
        return sum.map(|total| total / count);
    }
    let [left, top, right, bottom] = bounds(shape);
    [f64::midpoint(left, right), f64::midpoint(top, bottom)]
}

fn has_inside(shape: &Shape) -> bool {
    let [left, top, right, bottom] = bounds(shape);
    let is_shape = match shape {
        Shape::Circle([.., radius]) => *radius > 0.0,
        Shape::Rect(_) => true,
        Shape::Polygon(corners) => corners.len() >= 3 && area(corners) > 0.0,
    };
    is_shape && right > left && bottom > top && [left, top, right, bottom].iter().all(|edge| edge.is_finite())
}

/// Twice the area, by the shoelace formula.
fn area(corners: &[[f64; 2]]) -> f64 {
    edges(corners).map(|([ax, ay], [bx, by])| ax * by - bx * ay).sum::<f64>().abs()
}

/// The zones in the order in which their words are shown.
pub fn shown_order<'a>(hotspot: &'a Hotspot, deal: Deal<'_>) -> Vec<&'a Zone> {
    deal.ordered(zones(hotspot).collect(), |zone| &zone.key)
}

/// Reads `answer=KEY`, the key of a zone, or `answer=ACROSS,DOWN`, a point in units of the view box.
///
/// # Errors
///
/// Nothing chosen, two places, or a place that the question cannot have.
pub fn parse(hotspot: &Hotspot, fields: &Fields) -> Result<Answer, AnswerError> {
    let chosen = only(fields, "answer")?.ok_or(AnswerError::Empty)?;
    let place = match chosen.split_once(',') {
        Some((x, y)) => Place::Point([coordinate(x)?, coordinate(y)?]),
        None => Place::Zone(known(&zones(hotspot).map(|zone| &zone.key).collect::<Vec<_>>(), chosen)?),
    };
    Ok(Answer::Hotspot { place })
}

/// A coordinate to a tenth of a unit.
fn coordinate(text: &str) -> Result<f64, AnswerError> {
    let number: f64 = text.trim().parse().map_err(|_| AnswerError::UnknownOption)?;
    let rounded = (number * 10.0).round() / 10.0;
    (0.0..=FARTHEST).contains(&rounded).then(|| rounded.abs()).ok_or(AnswerError::UnknownOption)
}

pub(super) fn fields(place: &Place) -> Vec<(String, String)> {
    match place {
        Place::Point([x, y]) => vec![field("answer", &format!("{x},{y}"))],
        Place::Zone(key) => vec![field("answer", key)],
    }
}

pub(super) fn right_answer(hotspot: &Hotspot) -> Option<Answer> {
    hotspot.right.first().map(|zone| Answer::Hotspot { place: Place::Zone(zone.key.clone()) })
}

pub(super) fn wrong_answer(hotspot: &Hotspot) -> Option<Answer> {
    hotspot.wrong.first().map(|zone| Answer::Hotspot { place: Place::Zone(zone.key.clone()) })
}

/// The zone of a place: the right one where zones overlap; none: outside of all.
pub fn zone_of<'a>(hotspot: &'a Hotspot, place: &Place) -> Option<&'a Zone> {
    zones(hotspot).find(|zone| match place {
        Place::Point(point) => contains(&zone.shape, *point),
        Place::Zone(key) => zone.key == *key,
    })
}

/// One point for a place in a right zone, none for another.
pub fn marked(hotspot: &Hotspot, place: &Place) -> Points {
    let is_right = |zone: &Zone| hotspot.right.iter().any(|right| right.key == zone.key);
    if zone_of(hotspot, place).is_some_and(is_right) { Points::ONE } else { Points::ZERO }
}

/// A place as it is asked for: by words, without where it lies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownPlaces<'a> {
    /// The zones' words, in the order to show.
    pub options: Vec<crate::quiz::shown::ShownOption<'a>>,
}

/// What was right, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedPlaces<'a> {
    /// In the order in which their words were shown.
    pub zones: Vec<ExplainedZone<'a>>,
    /// The point at which somebody pointed.
    pub point: Option<[f64; 2]>,
}

/// A zone with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedZone<'a> {
    /// Its key.
    pub key: &'a Slug,
    /// The place in words.
    pub text: &'a Localized,
    /// Why it is right, or what would go wrong; may be empty.
    pub why: &'a Localized,
    /// Where it is.
    pub shape: &'a Shape,
    /// It is right.
    pub right: bool,
    /// It was chosen, or pointed into.
    pub chosen: bool,
}

pub(in crate::quiz) fn explain<'a>(hotspot: &'a Hotspot, deal: Deal<'_>, place: Option<&Place>) -> ExplainedPlaces<'a> {
    let chosen = place.and_then(|place| zone_of(hotspot, place)).map(|zone| &zone.key);
    let explained = |zone: &'a Zone| ExplainedZone {
        key: &zone.key,
        text: &zone.text,
        why: &zone.why,
        shape: &zone.shape,
        right: hotspot.right.iter().any(|right| right.key == zone.key),
        chosen: chosen == Some(&zone.key),
    };
    let point = match place {
        Some(Place::Point(point)) => Some(*point),
        _ => None,
    };
    ExplainedPlaces { zones: shown_order(hotspot, deal).into_iter().map(explained).collect(), point }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, parsed, slug};
    use super::*;
    use crate::quiz::model::Body;

    fn zone(key: &str, shape: Shape) -> Zone {
        Zone { key: slug(key), text: Localized::same(key), why: Localized::default(), shape }
    }

    fn arm() -> Hotspot {
        Hotspot {
            right: vec![zone("upper-arm", Shape::Rect([60.0, 40.0, 60.0, 40.0]))],
            wrong: vec![
                zone("elbow", Shape::Circle([140.0, 60.0, 25.0])),
                zone("wrist", Shape::Polygon(vec![[220.0, 40.0], [260.0, 40.0], [240.0, 90.0]])),
            ],
        }
    }

    fn at(x: f64, y: f64) -> Points {
        marked(&arm(), &Place::Point([x, y]))
    }

    #[test]
    fn a_point_in_a_right_zone_is_right_its_edge_included() {
        assert_eq!((at(90.0, 60.0), at(60.0, 40.0), at(120.0, 80.0)), (Points::ONE, Points::ONE, Points::ONE));
        assert_eq!((at(59.9, 60.0), at(140.0, 60.0), at(5.0, 5.0)), (Points::ZERO, Points::ZERO, Points::ZERO));
        assert_eq!(at(118.0, 60.0), Points::ONE, "the right zone counts where it overlaps the elbow");
        assert_eq!(marked(&arm(), &Place::Zone(slug("upper-arm"))), Points::ONE);
        assert_eq!(marked(&arm(), &Place::Zone(slug("wrist"))), Points::ZERO);
        assert_eq!(marked(&arm(), &Place::Zone(slug("gone"))), Points::ZERO);
    }

    #[test]
    fn a_place_is_read_as_a_point_or_as_a_zone() {
        let body = Body::Hotspot(arm());
        let point = |x, y| Ok(Answer::Hotspot { place: Place::Point([x, y]) });
        assert_eq!(parsed(&body, &[("answer", "90.04,60.26")]), point(90.0, 60.3));
        assert_eq!(parsed(&body, &[("answer", " 0 , 7 ")]), point(0.0, 7.0));
        assert_eq!(parsed(&body, &[("answer", "elbow")]), Ok(Answer::Hotspot { place: Place::Zone(slug("elbow")) }));
        for typed in ["90,", "-1,5", "NaN,5", "inf,5", "90,60,30", "10001,5", "knee"] {
            assert_eq!(parsed(&body, &[("answer", typed)]), Err(AnswerError::UnknownOption), "{typed}");
        }
        assert_eq!(parsed(&body, &[("answer", "")]), Err(AnswerError::Empty));
        assert_eq!(parsed(&body, &[("answer", "elbow"), ("answer", "1,1")]), Err(AnswerError::OneOnly));
    }

    #[test]
    fn an_author_hears_of_every_mistake() {
        assert_eq!(mistakes(&arm()), []);
        assert_eq!(mistakes_in_picture(&arm(), (320, 200)), []);
        let with = |shape: Shape| Hotspot { right: vec![zone("upper-arm", shape)], ..arm() };
        for shape in [
            Shape::Circle([9.0, 9.0, 0.0]),
            Shape::Circle([9.0, 9.0, -4.0]),
            Shape::Circle([f64::NAN, 9.0, 4.0]),
            Shape::Rect([9.0, 9.0, -5.0, 5.0]),
            Shape::Polygon(vec![[0.0, 0.0], [9.0, 9.0]]),
            Shape::Polygon(vec![[0.0, 0.0], [9.0, 9.0], [18.0, 18.0]]),
        ] {
            assert_eq!(codes(&mistakes(&with(shape.clone()))), ["zone-empty"], "{shape:?}");
        }
        let outside = with(Shape::Rect([300.0, 0.0, 40.0, 40.0]));
        assert_eq!(codes(&mistakes_in_picture(&outside, (320, 200))), ["zone-outside"]);
        let small = with(Shape::Rect([60.0, 40.0, 100.0, 20.0]));
        assert_eq!(
            mistakes_in_picture(&small, (320, 200)),
            [Mistake::ZoneTooSmall { key: slug("upper-arm"), least: 27 }]
        );
        let over = with(Shape::Rect([60.0, 40.0, 100.0, 40.0]));
        assert_eq!(codes(&mistakes(&over)), ["zone-covered"]);
        let two = Hotspot { right: Vec::new(), wrong: vec![zone("wrong-1", Shape::Circle([9.0, 9.0, 9.0]))] };
        assert_eq!(codes(&mistakes(&two)), ["telling-key", "too-few", "too-few"]);
    }
}
