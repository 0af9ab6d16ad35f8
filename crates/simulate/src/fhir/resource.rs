//! A coded person as resources: small, and valid FHIR R4.

use serde_json::{Map, Value, json};
use timeline::Day;

use super::system::system;
use super::{Lines, Resource};
use crate::coded::codes::Code;
use crate::coded::{CodedPerson, Drug, Event, Measurement, Note, Operator};

/// The resources of a person in the making.
struct Person<'a> {
    id: &'a str,
    lines: &'a mut Lines,
    n: [u32; Resource::ALL.len()],
}

/// Adds the lines of a person.
pub(crate) fn add(id: &str, coded: &CodedPerson, lines: &mut Lines) {
    let mut person = Person { id, lines, n: [0; Resource::ALL.len()] };
    person.patient(coded);
    coded.conditions.iter().for_each(|event| person.condition(event));
    coded.procedures.iter().for_each(|event| person.procedure(event));
    coded.drugs.iter().for_each(|drug| person.drug(drug));
    coded.measurements.iter().for_each(|measurement| person.observation(measurement));
    coded.notes.iter().for_each(|note| person.report(note));
    for visit in &coded.visits {
        person.encounter(visit.day, &visit.kind);
    }
}

impl Person<'_> {
    /// Writes a resource of the person with an id of its own, unless it brings one.
    fn write(&mut self, resource: Resource, mut body: Value) {
        self.n[resource as usize] += 1;
        let fields = body.as_object_mut().expect("a resource is an object");
        let own = format!("{}-{}{}", self.id, &resource.word()[..2], self.n[resource as usize]);
        let id = fields.shift_remove("id").unwrap_or(Value::String(own));
        let mut whole = Map::new();
        whole.insert("resourceType".into(), resource.word().into());
        whole.insert("id".into(), id);
        whole.append(fields);
        let lines = &mut self.lines[resource as usize];
        serde_json::to_writer(&mut *lines, &whole).expect("memory takes what is written");
        lines.push(b'\n');
    }

    fn subject(&self) -> Value {
        json!({"reference": format!("Patient/{}", self.id)})
    }

    fn patient(&mut self, coded: &CodedPerson) {
        let gender = match coded.sex {
            "F" => "female",
            "M" => "male",
            _ => "unknown",
        };
        let mut body = json!({"id": self.id, "gender": gender});
        let year = coded.birth_year.map(|year| year.to_string());
        if let Some(birth) = coded.birth.map(Day::iso).or(year) {
            body["birthDate"] = birth.into();
        }
        if let Some(death) = coded.death {
            body["deceasedDateTime"] = death.iso().into();
        }
        self.write(Resource::Patient, body);
    }

    /// A histology has the morphology as its code and the thyroid gland as its site.
    fn condition(&mut self, event: &Event) {
        let status = |kind: &str, code: &str| {
            let system = format!("http://terminology.hl7.org/CodeSystem/condition-{kind}");
            json!({"coding": [{"system": system, "code": code}]})
        };
        let mut body = json!({
            "clinicalStatus": status("clinical", "active"),
            "verificationStatus": status("ver-status", "confirmed"),
            "code": concept(event.code),
        });
        if let Some((morphology, site)) =
            event.code.code.split_once('-').filter(|_| event.code.vocabulary == "ICDO3")
        {
            let system = system(event.code);
            body["code"] = json!({"coding": [{"system": system, "code": morphology}]});
            body["bodySite"] = json!([{"coding": [{"system": system, "code": site}]}]);
        }
        body["subject"] = self.subject();
        body["onsetDateTime"] = event.day.iso().into();
        self.write(Resource::Condition, body);
    }

    fn procedure(&mut self, event: &Event) {
        let body = json!({
            "status": "completed",
            "code": concept(event.code),
            "subject": self.subject(),
            "performedDateTime": event.day.iso(),
        });
        self.write(Resource::Procedure, body);
    }

    fn drug(&mut self, drug: &Drug) {
        let mut body = json!({
            "status": "completed",
            "medicationCodeableConcept": concept(drug.event.code),
            "subject": self.subject(),
            "effectiveDateTime": drug.event.day.iso(),
        });
        if let Some(quantity) = drug.quantity.filter(|_| !drug.unit.is_empty()) {
            let dose =
                json!({"value": number(quantity), "unit": drug.unit, "system": UCUM, "code": drug.unit});
            body["dosage"] = json!({ "dose": dose });
        }
        self.write(Resource::MedicationAdministration, body);
    }

    fn observation(&mut self, measurement: &Measurement) {
        let mut body = json!({
            "status": "final",
            "code": concept(measurement.event.code),
            "subject": self.subject(),
            "effectiveDateTime": measurement.event.day.iso(),
        });
        match measurement.number {
            Some(number) => body["valueQuantity"] = quantity(number, measurement.operator, &measurement.unit),
            None => body["valueString"] = measurement.text.as_str().into(),
        }
        if let Some(upper) = measurement.upper_reference {
            body["referenceRange"] = json!([{"high": quantity(upper, Operator::Absent, &measurement.unit)}]);
        }
        self.write(Resource::Observation, body);
    }

    fn report(&mut self, note: &Note) {
        let day = note.day.iso();
        let study = json!({
            "id": note.study,
            "status": "available",
            "subject": self.subject(),
            "started": day,
        });
        self.write(Resource::ImagingStudy, study);
        let body = json!({
            "status": "final",
            "code": {"text": "Imaging report"},
            "subject": self.subject(),
            "effectiveDateTime": day,
            "imagingStudy": [{"reference": format!("ImagingStudy/{}", note.study)}],
            "conclusion": note.text,
        });
        self.write(Resource::DiagnosticReport, body);
    }

    fn encounter(&mut self, day: Day, kind: &str) {
        let class = json!({"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"});
        let mut body = json!({"status": "finished", "class": class});
        if !kind.is_empty() {
            body["type"] = json!([{ "text": kind }]);
        }
        body["subject"] = self.subject();
        body["period"] = json!({"start": day.iso(), "end": day.iso()});
        self.write(Resource::Encounter, body);
    }
}

const UCUM: &str = "http://unitsofmeasure.org";

fn concept(code: &Code) -> Value {
    json!({"coding": [{"system": system(code), "code": code.code, "display": code.name}]})
}

/// A quantity with the unit as printed: the printed spellings are no UCUM codes.
fn quantity(value: f64, operator: Operator, unit: &str) -> Value {
    let comparator = match operator {
        Operator::Below => Some("<"),
        Operator::Above => Some(">"),
        Operator::Absent | Operator::Equal => None,
    };
    let mut quantity = json!({"value": number(value)});
    if let Some(comparator) = comparator {
        quantity["comparator"] = comparator.into();
    }
    if !unit.is_empty() {
        quantity["unit"] = unit.into();
    }
    quantity
}

/// Whole numbers without a point, as laboratories print them.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { (value as i64).into() } else { value.into() }
}
