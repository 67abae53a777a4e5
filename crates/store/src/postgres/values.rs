//! Values on PostgreSQL's wire.

use std::sync::Arc;

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo, PgValueRef};
use sqlx::{Arguments, Column, Decode, Encode, Postgres, Row as _, Type, TypeInfo, ValueRef};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::query::Query;
use crate::value::{Row, Value};

/// "The server decides", as the protocol writes it.
const UNSPECIFIED: PgTypeInfo = PgTypeInfo::with_oid(Oid(0));

impl Type<Postgres> for Value {
    fn type_info() -> PgTypeInfo {
        UNSPECIFIED
    }
}

impl Encode<'_, Postgres> for Value {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(it) => Encode::<Postgres>::encode_by_ref(it, buffer),
            Self::Int(it) => Encode::<Postgres>::encode_by_ref(it, buffer),
            Self::Real(it) => Encode::<Postgres>::encode_by_ref(it, buffer),
            Self::Text(it) => Encode::<Postgres>::encode_by_ref(it, buffer),
            Self::Blob(it) => Encode::<Postgres>::encode_by_ref(it, buffer),
            Self::Uuid(it) => Encode::<Postgres>::encode_by_ref(it, buffer),
        }
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(match self {
            Self::Null => UNSPECIFIED,
            Self::Bool(_) => <bool as Type<Postgres>>::type_info(),
            Self::Int(_) => <i64 as Type<Postgres>>::type_info(),
            Self::Real(_) => <f64 as Type<Postgres>>::type_info(),
            Self::Text(_) => <String as Type<Postgres>>::type_info(),
            Self::Blob(_) => <Vec<u8> as Type<Postgres>>::type_info(),
            Self::Uuid(_) => <Uuid as Type<Postgres>>::type_info(),
        })
    }
}

/// The parameters of a statement.
pub(super) fn arguments(query: &'static Query, params: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for value in params {
        arguments.add(value).map_err(|source| Error::Statement { query: query.name, source })?;
    }
    Ok(arguments)
}

/// The rows of a result.
pub(super) fn rows(query: &'static Query, found: &[PgRow]) -> Result<Vec<Row>> {
    let Some(first) = found.first() else { return Ok(Vec::new()) };
    let columns: Arc<[String]> =
        first.columns().iter().map(|column| column.name().to_owned()).collect();
    let row = |row: &PgRow| {
        let value = |(at, name): (usize, &String)| {
            let raw = row.try_get_raw(at);
            raw.map_err(BoxDynError::from).and_then(own).map_err(|_| Error::Foreign {
                query: query.name,
                column: name.clone(),
                expected: "of a type that tables may have",
            })
        };
        let values = columns.iter().enumerate().map(value).collect::<Result<_>>()?;
        Ok(Row { query: query.name, columns: Arc::clone(&columns), values })
    };
    found.iter().map(row).collect()
}

fn own(raw: PgValueRef<'_>) -> Result<Value, BoxDynError> {
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let name = raw.type_info().name().to_owned();
    Ok(match name.as_str() {
        "BOOL" => Value::Bool(Decode::<Postgres>::decode(raw)?),
        "INT8" => Value::Int(Decode::<Postgres>::decode(raw)?),
        "FLOAT8" => Value::Real(Decode::<Postgres>::decode(raw)?),
        "TEXT" | "VARCHAR" | "NAME" => Value::Text(Decode::<Postgres>::decode(raw)?),
        "BYTEA" => Value::Blob(Decode::<Postgres>::decode(raw)?),
        "UUID" => Value::Uuid(Decode::<Postgres>::decode(raw)?),
        "INT4" => Value::Int(<i32 as Decode<Postgres>>::decode(raw)?.into()),
        other => return Err(format!("columns of type {other} are not used").into()),
    })
}
