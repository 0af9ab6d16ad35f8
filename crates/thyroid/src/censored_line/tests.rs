use super::*;

/// density / P in 30 digits by mpmath 1.3.
#[test]
fn the_hazard_agrees_with_an_independent_table() {
    for (u, expected) in [
        (-30.0, 30.033259667433677),
        (-8.0, 8.121368112236113),
        (-3.5, 3.7513912648577),
        (-3.0, 3.2830986549304365),
        (-2.9, 3.190315139542982),
        (-1.0, 1.525135276160981),
        (0.0, 0.7978845608028654),
        (0.7, 0.4119247504193907),
        (2.5, 0.017637825486916735),
        (5.0, 1.4867199409049057e-6),
    ] {
        assert!((hazard(u) / expected - 1.0).abs() < 1e-12, "{u}: {}", hazard(u));
    }
    assert!(hazard(40.0) >= 0.0 && ln_probability(40.0) == 0.0);
}

/// Days since the first, values, and `<`, `=` or `>` for each.
fn points(days: &[f64], values: &[f64], comparators: &str) -> Vec<Point> {
    let point = |((day, value), sign): ((&f64, &f64), char)| Point {
        x: day / 365.25,
        y: value.ln(),
        comparator: match sign {
            '<' => Comparator::Below,
            '>' => Comparator::Above,
            _ => Comparator::Exact,
        },
    };
    days.iter().zip(values).zip(comparators.chars()).map(point).collect()
}

/// Maxima found with mpmath 1.3 in 30 digits from the likelihood in intercept, slope and ln s.
#[test]
fn the_slope_agrees_with_an_independent_maximum() {
    type Row<'a> = (&'a [f64], &'a [f64], &'a str, f64);
    let rows: [Row<'_>; 5] = [
        (&[0., 180., 400., 600., 800., 1000.], &[0.2, 0.2, 0.3, 0.5, 0.4, 0.9], "<<====", 0.67618080917319),
        (&[0., 180., 400., 600., 800., 1000.], &[0.2, 0.5, 0.3, 0.2, 0.4, 0.9], "<==<==", 0.447139165971026),
        (&[0., 365., 730., 1000., 1400.], &[40., 90., 310., 500., 500.], "===>>", 1.02783507455013),
        (&[0., 300., 500., 800., 1100., 1500.], &[1., 2.5, 2., 9., 6., 20.], "<====>", 0.860574812884541),
        (&[0., 365.25, 730.5, 1095.75], &[1., 2., 4., 1.], "===<", -0.0786218940673385),
    ];
    for (days, values, comparators, expected) in rows {
        let found = fit(&points(days, values, comparators)).expect(comparators);
        assert_eq!(found.method, Method::CensoredNormal);
        assert!((found.slope - expected).abs() < 1e-7, "{comparators}: {} {expected}", found.slope);
    }
}

#[test]
fn without_scatter_a_line_within_the_limits_is_the_answer() {
    let found = fit(&points(&[0., 365.25, 730.5, 1095.75], &[2., 2., 4., 8.], "<===")).expect("a line");
    assert!((found.slope - std::f64::consts::LN_2).abs() < 1e-9);
}

/// Turning every value and limit upside down turns the slope; shrinking the axis stretches it.
#[test]
fn every_scattered_series_has_a_maximum_that_turns_with_it() {
    let mut state = 1u64;
    let mut uniform = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    for round in 0..500 {
        let n = 4 + round % 9;
        let series: Vec<Point> = (0..n)
            .map(|i| Point {
                x: i as f64 + 0.5 * uniform(),
                y: 6.0 * uniform() - 3.0,
                comparator: match uniform() {
                    _ if i < 3 => Comparator::Exact,
                    u if u < 0.4 => Comparator::Below,
                    u if u < 0.6 => Comparator::Above,
                    _ => Comparator::Exact,
                },
            })
            .collect();
        let turn = |point: &Point| Point {
            x: point.x / 10.0,
            y: -point.y,
            comparator: match point.comparator {
                Comparator::Below => Comparator::Above,
                Comparator::Exact => Comparator::Exact,
                Comparator::Above => Comparator::Below,
            },
        };
        let slope = fit(&series).expect("a maximum").slope;
        let turned = fit(&series.iter().map(turn).collect::<Vec<_>>()).expect("a maximum").slope;
        assert!((turned + 10.0 * slope).abs() < 1e-6 * (1.0 + slope.abs()), "{round}: {slope} {turned}");
    }
}

#[test]
fn one_place_on_the_axis_gives_no_line() {
    assert!(fit(&points(&[5., 5., 5., 9.], &[1., 2., 3., 4.], "===<")).is_none());
    assert!(fit(&[]).is_none());
}
