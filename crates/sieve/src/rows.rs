//! Reading the cells of a batch.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, PrimitiveArray, RecordBatch, UInt32Array};
use arrow_schema::DataType;
use arrow_select::take::take_record_batch;

/// Rows with their columns by name. Panics when a column was not asked for or is of another kind: that is
/// a mistake of the program, not of the data.
#[derive(Clone, Debug)]
pub struct Rows {
    batch: RecordBatch,
}

impl Rows {
    /// Of a batch as engines give it.
    pub fn new(batch: RecordBatch) -> Rows {
        Rows { batch }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The batch.
    pub fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    fn column(&self, name: &str) -> &ArrayRef {
        self.batch.column_by_name(name).unwrap_or_else(|| panic!("the column {name} was not asked for"))
    }

    /// The number in an identifier's cell.
    pub fn id(&self, name: &str, row: usize) -> Option<i64> {
        let column = self.column(name).as_primitive::<Int64Type>();
        column.is_valid(row).then(|| column.value(row))
    }

    /// The number in a cell.
    pub fn number(&self, name: &str, row: usize) -> Option<f64> {
        let column = self.column(name).as_primitive::<Float64Type>();
        column.is_valid(row).then(|| column.value(row))
    }

    /// The day in a cell: days after 1970-01-01.
    pub fn day(&self, name: &str, row: usize) -> Option<i32> {
        let column = self.column(name).as_primitive::<Date32Type>();
        column.is_valid(row).then(|| column.value(row))
    }

    /// The text in a cell, as stored.
    pub fn text(&self, name: &str, row: usize) -> Option<&str> {
        let column = self.column(name).as_string::<i32>();
        column.is_valid(row).then(|| column.value(row))
    }

    /// All identifiers of a column, nulls left out.
    pub fn ids(&self, name: &str) -> impl Iterator<Item = i64> + '_ {
        self.column(name).as_primitive::<Int64Type>().iter().flatten()
    }
}

type Comparator<'a> = Box<dyn Fn(usize, usize) -> Ordering + 'a>;

impl Rows {
    /// For each column what compares two rows by it: nulls first, numbers by their total order, texts
    /// bytewise.
    pub(crate) fn comparators(&self) -> Vec<Comparator<'_>> {
        self.batch.columns().iter().map(comparator).collect()
    }

    /// The rows at these places, in this order.
    pub(crate) fn taken(&self, order: Vec<u32>) -> Rows {
        let order = UInt32Array::from(order);
        match take_record_batch(&self.batch, &order) {
            Ok(batch) => Rows { batch },
            Err(error) => unreachable!("every place is a row: {error}"),
        }
    }
}

fn comparator(column: &ArrayRef) -> Comparator<'_> {
    match column.data_type() {
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>();
            Box::new(|a, b| at(values, a).cmp(&at(values, b)))
        }
        DataType::Date32 => {
            let values = column.as_primitive::<Date32Type>();
            Box::new(|a, b| at(values, a).cmp(&at(values, b)))
        }
        DataType::Float64 => {
            let values = column.as_primitive::<Float64Type>();
            Box::new(|a, b| match (at(values, a), at(values, b)) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            })
        }
        _ => {
            let values = column.as_string::<i32>();
            let at = |row: usize| values.is_valid(row).then(|| values.value(row));
            Box::new(move |a, b| at(a).cmp(&at(b)))
        }
    }
}

fn at<T: ArrowPrimitiveType>(values: &PrimitiveArray<T>, row: usize) -> Option<T::Native> {
    values.is_valid(row).then(|| values.value(row))
}
