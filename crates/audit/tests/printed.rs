//! What is printed from real numbers is never called an error.

use audit::{Change, Description, Figures, Pair, Printed, PrintedP, Share, Sum, TestUsed};
use proptest::prelude::*;

use super::errors;

/// How a half of the last digit is printed.
#[derive(Clone, Copy, Debug)]
enum Rounding {
    HalfUp,
    HalfEven,
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![Just(Rounding::HalfUp), Just(Rounding::HalfEven)]
}

/// `numerator / denominator` in whole numbers, printed with these decimals.
fn print_ratio(numerator: i128, denominator: i128, decimals: u32, rounding: Rounding) -> Printed {
    let scaled = numerator * 10i128.pow(decimals);
    let (floor, rest) = (scaled.div_euclid(denominator), scaled.rem_euclid(denominator));
    let up = match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => matches!(rounding, Rounding::HalfUp) || floor % 2 != 0,
    };
    print(floor + i128::from(up), decimals)
}

fn print(digits: i128, decimals: u32) -> Printed {
    let (sign, digits) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs());
    let unit = 10u128.pow(decimals);
    let width = decimals as usize;
    let text = match decimals {
        0 => format!("{sign}{digits}"),
        _ => format!("{sign}{}.{:0width$}", digits / unit, digits % unit),
    };
    Printed::parse(&text).unwrap_or_else(|| panic!("{text}"))
}

fn print_number(value: f64, decimals: u32) -> Printed {
    Printed::parse(&format!("{value:.*}", decimals as usize)).expect("a number")
}

/// Mean and SD (divisor n - 1) of whole numbers, the mean in whole numbers.
fn described(id: &str, values: &[i64], decimals: (u32, u32), rounding: Rounding) -> Description {
    let n = values.len() as i128;
    let mean = print_ratio(values.iter().map(|value| i128::from(*value)).sum(), n, decimals.0, rounding);
    Description {
        id: id.into(),
        mean_text: mean.text.clone(),
        mean: Some(mean),
        sd: Some(print_number(sd(values), decimals.1)),
        n: Some(values.len() as u64),
        is_whole: true,
        can_be_negative: values.iter().any(|value| *value < 0),
        ..Description::default()
    }
}

fn sd(values: &[i64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<i64>() as f64 / n;
    (values.iter().map(|value| (*value as f64 - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

fn check(figures: &Figures) -> Result<(), TestCaseError> {
    let list = audit::audit(figures);
    prop_assert!(errors(&list).is_empty(), "{:#?}", errors(&list));
    Ok(())
}

proptest! {
    #[test]
    fn counts_and_per_cents(
        parts in prop::collection::vec(0u64..500, 1..6),
        missing in 0u64..100,
        decimals in 0u32..4,
        rounding in rounding(),
    ) {
        let of: u64 = parts.iter().sum();
        let sum = Sum { parts: parts.clone(), missing: Some(missing), total: of + missing, ..Sum::default() };
        let share = |count: Option<u64>, total: Option<u64>| Share {
            count,
            of: total,
            group: Some(of + missing),
            percent: Some(print_ratio(100 * i128::from(parts[0]), i128::from(of.max(1)), decimals, rounding)),
            ..Share::default()
        };
        let shares = if of == 0 {
            Vec::new()
        } else {
            vec![share(Some(parts[0]), Some(of)), share(Some(parts[0]), None), share(None, Some(of))]
        };
        check(&Figures { sums: vec![sum], shares, ..Figures::default() })?;
    }

    #[test]
    fn means_of_whole_numbers(
        values in prop::collection::vec(-20i64..400, 2..90),
        decimals in (0u32..4, 0u32..4),
        rounding in rounding(),
    ) {
        let described = described("x", &values, decimals, rounding);
        check(&Figures { descriptions: vec![described], ..Figures::default() })?;
    }

    /// A paired and an unpaired t test of real values, with p printed to three decimals.
    #[test]
    fn p_values_of_changes(
        pairs in prop::collection::vec((0i64..60, 0i64..60), 3..40),
        decimals in 0u32..3,
        is_paired: bool,
    ) {
        let before: Vec<i64> = pairs.iter().map(|pair| pair.0).collect();
        let after: Vec<i64> = pairs.iter().map(|pair| pair.1).collect();
        let change: Vec<i64> = pairs.iter().map(|pair| pair.1 - pair.0).collect();
        prop_assume!(sd(&before) > 0.5 && sd(&after) > 0.5 && sd(&change) > 0.5);
        let n = pairs.len() as f64;
        let mean = change.iter().sum::<i64>() as f64 / n;
        let (error, df) = if is_paired {
            (sd(&change) / n.sqrt(), n - 1.0)
        } else {
            ((sd(&before).powi(2) / n + sd(&after).powi(2) / n).sqrt(), 2.0 * n - 2.0)
        };
        let p = stats::distribution::student_t::two_sided(mean / error, df);
        let printed = if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") };
        let alpha = Printed::parse("0.05").expect("a number");
        let change = Change {
            before: "before".into(),
            after: "after".into(),
            n_pairs: Some(pairs.len() as u64),
            p: PrintedP::parse(&printed, &alpha),
            test: if is_paired { TestUsed::PairedT } else { TestUsed::UnpairedT },
            ..Change::default()
        };
        let sides = [("before", &before), ("after", &after)];
        let descriptions =
            sides.map(|(id, values)| described(id, values, (decimals, decimals), Rounding::HalfUp)).to_vec();
        check(&Figures { descriptions, changes: vec![change], ..Figures::default() })?;
    }

    #[test]
    fn any_figures_are_checked_without_a_panic(
        (first, second) in (any::<u64>(), any::<u64>()),
        (mean, sd) in (-1e14f64..1e14, 0f64..1e14),
        n in any::<u64>(),
        p in "(0|1|0\\.0|1\\.00|NS|<0|>1|> 0|0.003)",
    ) {
        let side = |id: &str| Description {
            id: id.into(),
            mean: Some(print_number(mean, 0)),
            sd: Some(print_number(sd, 0)),
            n: Some(n),
            is_whole: true,
            ..Description::default()
        };
        let alpha = Printed::parse("0.05").expect("a number");
        let p = PrintedP::parse(&p, &alpha);
        let change = Change {
            before: "a".into(),
            after: "b".into(),
            possible_pairs: vec![0, 1, 2, n],
            p: p.clone(),
            correlation: Some(0.5),
            ..Change::default()
        };
        let list = audit::audit(&Figures {
            descriptions: vec![side("a"), side("b")],
            changes: vec![change],
            pairs: vec![Pair { first: first >> 1, second: second >> 1, p, ..Pair::default() }],
            sums: vec![Sum { parts: vec![first, second], total: n, ..Sum::default() }],
            shares: vec![Share { count: Some(first), of: Some(second), group: Some(n), ..Share::default() }],
            ..Figures::default()
        });
        prop_assert!(list.iter().all(|found| !found.expected.contains("NaN") && !found.explanation.contains("NaN")));
    }
}
