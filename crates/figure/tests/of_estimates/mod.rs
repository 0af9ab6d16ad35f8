//! Every chart from invented numbers: legible, inside its page, sound as SVG, the same twice.

mod invented;
mod page;

use figure::{Mark, Print, Scene, Width, png, svg};

use invented::{CHARTS, N_CASES};
use page::{Text, texts};

/// Smallest size of text in points.
const LEAST: f64 = 6.5;

/// Calls `check` with every chart from every input at both widths.
fn each(check: impl Fn(&str, &Scene)) {
    for width in Width::ALL {
        for (name, draw) in CHARTS {
            for case in 0..N_CASES {
                check(&format!("{name} {case} at {} mm", width.millimetres()), &draw(case, width));
            }
        }
    }
}

#[test]
fn no_text_leaves_the_page() {
    each(|name, scene| {
        for text in texts(scene) {
            let (width, height) = (scene.size.width + 0.1, scene.size.height + 0.1);
            let is_inside =
                text.left >= -0.1 && text.top >= -0.1 && text.right <= width && text.bottom <= height;
            assert!(is_inside, "{name}, {width} x {height}: {text:?}");
        }
    });
}

#[test]
fn no_two_texts_overlap() {
    each(|name, scene| {
        let texts = texts(scene);
        for (position, one) in texts.iter().enumerate() {
            for other in &texts[position + 1..] {
                assert!(!one.overlaps(other), "{name}: {one:?} and {other:?}");
            }
        }
    });
}

#[test]
fn no_text_is_too_small_and_every_chart_says_what_it_shows() {
    each(|name, scene| {
        for text in texts(scene) {
            assert!(text.size >= LEAST && !text.says.trim().is_empty(), "{name}: {text:?}");
        }
        assert!(scene.description.len() > 20 && scene.description.ends_with('.'), "{name}");
        assert!(scene.size.height > 5.0 && scene.size.height < 20_000.0, "{name}");
    });
}

#[test]
fn every_chart_is_sound_svg_with_text_as_text() {
    each(|name, scene| {
        let written = svg(scene, Print::Colour, "x");
        let page = resvg::usvg::roxmltree::Document::parse(&written).expect(name);
        let n_texts = page.descendants().filter(|node| node.has_tag_name("text")).count();
        assert_eq!(n_texts, texts(scene).len(), "{name}");
        for number in ["NaN", "inf"] {
            assert!(!written.contains(&format!("\"{number}")), "{name}");
        }
        assert!(png(scene, Print::BlackAndWhite, 30.0).is_ok(), "{name}");
    });
}

#[test]
fn the_same_numbers_give_the_same_bytes() {
    for width in Width::ALL {
        for (name, draw) in CHARTS {
            let written = |case| svg(&draw(case, width), Print::Colour, "x");
            assert_eq!(written(0), written(0), "{name}");
            assert_ne!(written(0), written(3), "{name}");
        }
    }
}

#[test]
fn curves_are_told_apart_without_colour() {
    let (_, draw) = CHARTS[1];
    let scene = draw(0, Width::OneColumn);
    let mut looks: Vec<String> = Vec::new();
    page::walk(&scene.marks, &mut |mark| {
        if let Mark::Path { segments, stroke: Some(stroke), fill: None } = mark
            && segments.len() > 10
            && stroke.width > 1.0
        {
            looks.push(format!("{} {:?}", stroke.ink.hex(Print::BlackAndWhite), stroke.dash));
        }
    });
    assert_eq!(looks.len(), 4);
    for (position, one) in looks.iter().enumerate() {
        let dash = |look: &String| look.split_once(' ').map(|(_, dash)| dash.to_owned());
        assert!(looks[position + 1..].iter().all(|other| dash(one) != dash(other)), "{looks:?}");
    }
}

/// The texts of a chart in one line each, for golden structure.
fn says(chart: usize, width: Width) -> Vec<String> {
    let (_, draw) = CHARTS[chart];
    texts(&draw(0, width)).into_iter().map(|text: Text| text.says).collect()
}

#[test]
fn the_flow_names_every_count_with_its_reason() {
    for width in Width::ALL {
        let whole = says(0, width).join(" ");
        for part in [
            "Persons with a patient record n = 240",
            "Excluded (n = 6) no differentiated thyroid carcinoma",
            "Cohort: incomplete response n = 164",
            "Structural (n = 53)",
            "Pairs of stimulated Tg: 46",
            "no value after: 3",
        ] {
            assert!(whole.contains(part), "{part} in {whole}");
        }
    }
}

#[test]
fn numbers_at_risk_stand_below_the_time_they_belong_to() {
    for width in Width::ALL {
        let scene = CHARTS[1].1(0, width);
        let all = texts(&scene);
        let head = all.iter().position(|text| text.says == "Number at risk").expect("a heading");
        let middle = |text: &Text| (text.left + text.right) / 2.0;
        let number = |text: &&Text| text.says.parse::<f64>().is_ok();
        let numbers = all[head..].iter().filter(number);
        let ticks: Vec<&Text> = all[..head].iter().filter(number).collect();
        let mut n = 0;
        for under in numbers {
            let above = ticks.iter().any(|tick| (middle(tick) - middle(under)).abs() < 0.01);
            assert!(above, "{under:?}");
            n += 1;
        }
        assert!(n >= 4 * 4, "{n}");
    }
}

#[test]
fn an_incidence_keeps_its_zero_and_all_of_its_band() {
    for (name, wanted) in [("survival", ["0", "100"]), ("incidence", ["0", "80"])] {
        let (_, draw) = CHARTS.into_iter().find(|chart| chart.0 == name).expect("a chart");
        // One curve that rises to 1 - 0.5^(0.8 x 33 / 20) = 0.60, its band 0.02 x sqrt(33) = 0.11 more.
        let labels = texts(&draw(3, Width::TwoColumns));
        for label in wanted {
            assert!(labels.iter().any(|text| text.says == label), "{name} {label}: {labels:?}");
        }
    }
}

#[test]
fn rows_without_an_estimate_say_why() {
    for width in Width::ALL {
        assert!(says(3, width).join(" ").contains("too few pairs"));
        assert!(says(4, width).contains(&"not defined".to_owned()));
    }
}
