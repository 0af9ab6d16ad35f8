//! The smallest hospital that shows the point: one member, one excluded person, 40 laboratory rows, so
//! that two of them are 5 %.

/// The sheets and their texts.
pub const SHEETS: [(&str, &str); 6] = [
    ("patient", PATIENT),
    ("surgery", SURGERY),
    ("radioiodine", RADIOIODINE),
    ("lab", LAB),
    ("imaging", IMAGING),
    ("lesion", LESION),
];

pub const PATIENT: &str = "\
person_id,sex,birth_date,diagnosis_date,histology
A1,F,1960-05-01,2000-01-10,8260/3
B2,M,1955,2001-02-03,8330/3
";

const SURGERY: &str = "\
person_id,date,type,intent
A1,2000-01-20,total_thyroidectomy,initial
B2,2001-02-20,total_thyroidectomy,initial
";

const RADIOIODINE: &str = "\
person_id,date,activity,unit,intent,preparation
A1,2000-03-01,3700,MBq,ablation,withdrawal
A1,2002-03-01,5550,MBq,treatment,withdrawal
B2,2001-04-01,3700,MBq,ablation,withdrawal
";

const LAB: &str = "\
person_id,date,analyte,value,unit,upper_reference
A1,2002-02-20,tg,25.5,ng/mL,
A1,2002-02-20,tsh,80,mIU/L,
A1,2002-02-20,tgab,<20,IU/mL,115
A1,2003-09-01,tg,5.25,ng/mL,
A1,2003-09-01,tsh,75,mIU/L,
A1,2003-09-01,tgab,<20,IU/mL,115
A1,2004-01-01,tsh,0.1,mIU/L,
A1,2004-01-02,tsh,0.1,mIU/L,
A1,2004-01-03,tsh,0.1,mIU/L,
A1,2004-01-04,tsh,0.1,mIU/L,
A1,2004-01-05,tsh,0.1,mIU/L,
A1,2004-01-06,tsh,0.1,mIU/L,
A1,2004-01-07,tsh,0.1,mIU/L,
A1,2004-01-08,tsh,0.1,mIU/L,
A1,2004-01-09,tsh,0.1,mIU/L,
A1,2004-01-10,tsh,0.1,mIU/L,
A1,2004-01-11,tsh,0.1,mIU/L,
A1,2004-01-12,tsh,0.1,mIU/L,
A1,2004-01-13,tsh,0.1,mIU/L,
A1,2004-01-14,tsh,0.1,mIU/L,
A1,2004-01-15,tsh,0.1,mIU/L,
A1,2004-01-16,tsh,0.1,mIU/L,
A1,2004-01-17,tsh,0.1,mIU/L,
A1,2004-01-18,tsh,0.1,mIU/L,
A1,2004-01-19,tsh,0.1,mIU/L,
A1,2004-01-20,tsh,0.1,mIU/L,
A1,2004-01-21,tsh,0.1,mIU/L,
A1,2004-01-22,tsh,0.1,mIU/L,
A1,2004-01-23,tsh,0.1,mIU/L,
A1,2004-01-24,tsh,0.1,mIU/L,
A1,2004-01-25,tsh,0.1,mIU/L,
A1,2004-01-26,tsh,0.1,mIU/L,
A1,2004-01-27,tsh,0.1,mIU/L,
A1,2004-01-28,tsh,0.1,mIU/L,
B2,2001-12-01,tg,0.5,ng/mL,
B2,2001-12-01,tsh,0.2,mIU/L,
B2,2001-12-01,tgab,<20,IU/mL,115
B2,2002-12-01,tg,0.4,ng/mL,
B2,2002-12-01,tsh,0.2,mIU/L,
B2,2002-12-01,tgab,<20,IU/mL,115
";

const IMAGING: &str = "\
imaging_id,person_id,date,modality,region,adequate,impression,report
I1,A1,2002-02-21,us,neck,yes,none,No suspicious node.
I2,A1,2003-09-02,us,neck,yes,none,
";

const LESION: &str = "\
imaging_id,lesion_id,site,level,side,long_mm,short_mm,features
I1,N1,node,III,left,9,4,no_hilum
";
