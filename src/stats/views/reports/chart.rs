//! Charts drawn by the server. The same numbers stand in the table beside each, so a chart says its title alone to who
//! does not see it.

use maud::{Markup, html};

use super::words::month_name;
use crate::i18n::number;
use crate::stats::reports::Point;
use crate::web::Page;

/// A bar beside a number.
pub(super) fn bar(of: Option<u32>, most: u32) -> Markup {
    let width = of.filter(|_| most > 0).map_or(0, |of| u64::from(of) * 100 / u64::from(most));
    html! {
        svg.gauge viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.ground width="100" height="6" {}
            rect.value width=(width) height="6" {}
        }
    }
}

/// Of each month, how many completed a course in it, and how many hold a certificate at its end.
pub(super) fn charts(page: &Page, points: &[Point]) -> Markup {
    let of = |place: usize| points.iter().map(|point| point.cells.get(place).copied().flatten()).collect::<Vec<_>>();
    html! {
        div.charts {
            (columns(page, ("chart-completed", page.t("report-chart-completed")), points, &of(2)))
            (columns(page, ("chart-valid", page.t("report-chart-valid")), points, &of(3)))
        }
    }
}

/// The drawing's width, its height, and what is kept for words at the left, below and above.
const SIZE: (u32, u32) = (360, 170);
const MARGIN: (u32, u32, u32) = (44, 22, 10);

fn columns(page: &Page, (id, title): (&'static str, &'static str), points: &[Point], values: &[Option<u32>]) -> Markup {
    let top = round_up(values.iter().flatten().copied().max().unwrap_or_default().max(1));
    let (width, height) = (SIZE.0 - MARGIN.0, SIZE.1 - MARGIN.1 - MARGIN.2);
    let step = f64::from(width) / f64::from(u32::try_from(points.len().max(1)).unwrap_or(1));
    let y = |value: u32| f64::from(MARGIN.2) + f64::from(height) * (1.0 - f64::from(value) / f64::from(top));
    let x = |place: usize| f64::from(MARGIN.0) + step * f64::from(u32::try_from(place).unwrap_or_default());
    html! {
        figure.chart {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {} {}", SIZE.0, SIZE.1)) role="img" aria-labelledby=(id) {
                title id=(id) { (title) ". " (page.t("report-chart-table")) }
                @for value in [0, top / 2, top] {
                    line.grid x1=(MARGIN.0) x2=(SIZE.0) y1=(format!("{:.1}", y(value))) y2=(format!("{:.1}", y(value))) {}
                    text.scale x=(MARGIN.0 - 6) y=(format!("{:.1}", y(value) + 4.0)) text-anchor="end" {
                        (number(page.lang, f64::from(value), 0))
                    }
                }
                @for (place, (point, value)) in points.iter().zip(values).enumerate() {
                    @if let Some(value) = value {
                        rect.value x=(format!("{:.1}", x(place) + step * 0.15)) width=(format!("{:.1}", step * 0.7))
                            y=(format!("{:.1}", y(*value))) height=(format!("{:.1}", y(0) - y(*value))) {
                            title { (month_name(page, point.month)) ": " (number(page.lang, f64::from(*value), 0)) }
                        }
                    }
                    @if point.month.of_year() % 6 == 1 {
                        text.scale x=(format!("{:.1}", x(place) + step / 2.0)) y=(SIZE.1 - 6) text-anchor="middle" {
                            (format!("{:02}.{}", point.month.of_year(), point.month.year()))
                        }
                    }
                }
            }
        }
    }
}

/// An even number that is easily read and at least as large.
fn round_up(number: u32) -> u32 {
    let mut scale = 1;
    loop {
        for step in [2, 4, 6, 10] {
            if number <= step * scale {
                return step * scale;
            }
        }
        if scale >= 100_000_000 {
            return number;
        }
        scale *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn a_scale_ends_at_a_number_that_is_easily_read() {
        for (number, top) in [(0, 2), (1, 2), (3, 4), (7, 10), (10, 10), (11, 20), (61, 100), (299_999, 400_000)] {
            assert_eq!(round_up(number), top, "{number}");
        }
        assert!(round_up(u32::MAX) == u32::MAX);
    }
}
