//! Writes an invented hospital as study sheets, for timing:
//! `cargo run --release -p source --example generate -- <folder> <persons> [shuffled]`.
//! Thirty laboratory rows per person; about one row in a hundred is odd in some way.

use std::fs::File;
use std::io::{BufWriter, Write};

/// A small generator of repeatable numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len() as u64) as usize]
    }

    fn date(&mut self, first_year: u64, years: u64) -> String {
        let (year, month, day) = (first_year + self.roll(years), 1 + self.roll(12), 1 + self.roll(28));
        format!("{year}-{month:02}-{day:02}")
    }
}

fn lab_row(dice: &mut Dice, person: &str, date: &str, analyte: &str) -> String {
    let odd = dice.roll(100) == 0;
    match analyte {
        "tg" => {
            let assay = dice.pick(&["Immulite 2000", "Roche Elecsys", "Access"]);
            let value = match dice.roll(10) {
                0 => "<0.2".to_owned(),
                1 => "undetectable".to_owned(),
                _ => format!("{}.{}", dice.roll(200), dice.roll(100)),
            };
            let unit = if odd { "" } else { dice.pick(&["ng/mL", "ug/L", "pmol/L"]) };
            format!("{person},{date},tg,{value},{unit},{assay},central,0.2,55\n")
        }
        "tsh" => format!("{person},{date},tsh,{}.{:02},mIU/L,,central,,4.2\n", dice.roll(90), dice.roll(100)),
        "tgab" => {
            let value = if odd { "pending".to_owned() } else { format!("{}", dice.roll(60)) };
            format!("{person},{date},tgab,{value},IU/mL,Roche,central,,115\n")
        }
        _ => format!("{person},{date},ft4,1{}.{},pmol/L,,central,,22\n", dice.roll(9), dice.roll(10)),
    }
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let (folder, n_persons) = (&arguments[1], arguments[2].parse::<u64>().expect("a number of persons"));
    let shuffled = arguments.get(3).is_some_and(|word| word == "shuffled");
    std::fs::create_dir_all(folder)?;
    let create = |sheet: &str, header: &str| -> std::io::Result<BufWriter<File>> {
        let mut file = BufWriter::new(File::create(format!("{folder}/{sheet}.csv"))?);
        writeln!(file, "{header}")?;
        Ok(file)
    };
    let mut patient =
        create("patient", "person_id,sex,birth_date,diagnosis_date,histology,t,n,m,tnm_edition,ete")?;
    let mut surgery = create("surgery", "person_id,date,type,side,level,intent")?;
    let mut radioiodine =
        create("radioiodine", "person_id,date,activity,unit,intent,preparation,post_therapy_scan")?;
    let mut lab =
        create("lab", "person_id,date,analyte,value,unit,assay,laboratory,detection_limit,upper_reference")?;
    let mut imaging =
        create("imaging", "imaging_id,person_id,date,modality,region,adequate,impression,report")?;
    let mut lesion = create("lesion", "imaging_id,lesion_id,site,long_mm,short_mm,features,cytology,avid")?;
    let mut visit = create("visit", "person_id,date,type")?;
    let mut dice = Dice(1);
    let mut lab_rows = Vec::new();
    for number in 0..n_persons {
        let person = format!("P{number:07}");
        let (sex, born, diagnosed) = (dice.pick(&["F", "M"]), dice.date(1930, 50), dice.date(1995, 10));
        let (t, n) = (dice.pick(&["T1a", "T2", "T3"]), dice.pick(&["N0", "N1a", "N1b"]));
        writeln!(patient, "{person},{sex},{born},{diagnosed},8260/3,{t},{n},M0,7,none")?;
        writeln!(surgery, "{person},{},total_thyroidectomy,,,initial", dice.date(1995, 10))?;
        for intent in ["ablation", "treatment"] {
            writeln!(radioiodine, "{person},{},150,mCi,{intent},withdrawal,bed_only", dice.date(1996, 15))?;
        }
        for visit_number in 0..10 {
            let date = dice.date(1996, 20);
            for analyte in ["tg", "tsh", if visit_number % 2 == 0 { "tgab" } else { "ft4" }] {
                let row = lab_row(&mut dice, &person, &date, analyte);
                if shuffled {
                    lab_rows.push(row);
                } else {
                    lab.write_all(row.as_bytes())?;
                }
            }
            writeln!(visit, "{person},{date},endocrine")?;
        }
        for study in 0..4 {
            let id = format!("I{number:07}{study}");
            writeln!(imaging, "{id},{person},{},us,neck,yes,none,", dice.date(1996, 20))?;
            writeln!(
                lesion,
                "{id},N1,node,1{}.{},{},cystic;round,,no",
                dice.roll(9),
                dice.roll(10),
                dice.roll(9)
            )?;
        }
    }
    for last in (1..lab_rows.len()).rev() {
        lab_rows.swap(last, dice.roll(last as u64 + 1) as usize);
    }
    for row in lab_rows {
        lab.write_all(row.as_bytes())?;
    }
    Ok(())
}
