//! Ordinal and multinomial regression.

use crate::scenario::Scenario;
use stats::Level;
use stats::design::Design;
use stats::random::Stream;
use stats::regression::Categories;
use stats::regression::multinomial::multinomial;
use stats::regression::ordinal::ordinal;

/// 100 rows in two groups; four grades cut from a logistic latent value that the group moves by 0.8.
fn grades(stream: &mut Stream) -> (Vec<f64>, Vec<u32>) {
    let group: Vec<f64> = (0..100).map(|row| f64::from(row % 2)).collect();
    let grade = |group: &f64| {
        let u = stream.uniform().max(1e-12);
        let latent = 0.8 * group + (u / (1.0 - u)).ln();
        [-1.0, 0.4, 1.6].iter().filter(|&&cut| latent > cut).count() as u32
    };
    let grades = group.iter().map(grade).collect();
    (group, grades)
}

pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            method: "ordinal-and-multinomial",
            situation: "proportional odds, n = 100, four grades",
            truth: 0.8,
            interval: Box::new(|stream| {
                let (group, grades) = grades(stream);
                let design = Design::new(100, &[("group", &group)]).expect("finite");
                ordinal(&Categories::new(&grades, 4).expect("below 4"), &design, Level::default())?
                    .coefficients[0]
                    .ci
            }),
        },
        Scenario {
            method: "ordinal-and-multinomial",
            situation: "multinomial logit, n = 150, three categories",
            truth: 0.7,
            interval: Box::new(|stream| {
                let group: Vec<f64> = (0..150).map(|row| f64::from(row % 2)).collect();
                let pick = |group: &f64| {
                    let odds = [1.0, (0.2 + 0.7 * group).exp(), (0.5 - 0.4 * group).exp()];
                    let u = stream.uniform() * odds.iter().sum::<f64>();
                    if u < odds[0] { 0 } else { 1 + u32::from(u >= odds[0] + odds[1]) }
                };
                let codes: Vec<u32> = group.iter().map(pick).collect();
                let design =
                    Design::new(150, &[("(intercept)", &[1.0; 150]), ("group", &group)]).expect("finite");
                let response = Categories::new(&codes, 3).expect("below 3");
                multinomial(&response, &design, 0, Level::default())?.coefficients[0][1].ci
            }),
        },
    ]
}
