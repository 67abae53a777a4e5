//! A deserializer for query strings whose errors know the parameter that they are about.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::value::{CowStrDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

/// What is wrong with a query string.
#[derive(Debug)]
pub(super) enum QueryError {
    /// A name that the structure does not have.
    Unknown { name: String, allowed: &'static [&'static str] },
    /// A field without a value and without a default.
    Missing { name: &'static str },
    /// A name that is there twice.
    Repeated { name: String },
    /// A value that the field cannot have; the reason completes "the parameter x …".
    Invalid { name: String, reason: String },
}

impl Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for QueryError {}

impl de::Error for QueryError {
    fn custom<T: Display>(message: T) -> Self {
        Self::Invalid { name: String::new(), reason: message.to_string() }
    }

    fn missing_field(name: &'static str) -> Self {
        Self::Missing { name }
    }

    fn invalid_value(_unexpected: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("must be {expected}"))
    }

    fn invalid_type(_unexpected: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("must be {expected}"))
    }

    fn unknown_variant(_variant: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format_args!("must be one of: {}", expected.join(", ")))
    }
}

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The pairs of a query string.
pub(super) struct QueryDeserializer<'a>(Vec<Pair<'a>>);

impl<'a> QueryDeserializer<'a> {
    pub(super) fn new(pairs: Vec<Pair<'a>>) -> Self {
        Self(pairs)
    }
}

impl<'de> Deserializer<'de> for QueryDeserializer<'de> {
    type Error = QueryError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_map(Pairs { rest: self.0.into_iter(), current: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        for (i, (name, _)) in self.0.iter().enumerate() {
            if !fields.contains(&name.as_ref()) {
                return Err(QueryError::Unknown { name: name.to_string(), allowed: fields });
            }
            if self.0[..i].iter().any(|(earlier, _)| earlier == name) {
                return Err(QueryError::Repeated { name: name.to_string() });
            }
        }
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Pairs<'de> {
    rest: std::vec::IntoIter<Pair<'de>>,
    current: Option<Pair<'de>>,
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = QueryError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, QueryError> {
        self.current = self.rest.next();
        let Some((name, _)) = &self.current else { return Ok(None) };
        seed.deserialize(CowStrDeserializer::new(name.clone())).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, QueryError> {
        let (name, value) = self.current.take().expect("serde asks for the key first");
        seed.deserialize(Value(value)).map_err(|error| match error {
            QueryError::Invalid { reason, .. } => {
                QueryError::Invalid { name: name.into_owned(), reason }
            }
            other => other,
        })
    }
}

/// One value, read as whatever type the field has.
struct Value<'de>(Cow<'de, str>);

macro_rules! parse_number {
    ($($method:ident => $visit:ident: $type:ty, $what:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
            match self.0.parse::<$type>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(de::Error::custom(format_args!("must be {}", $what))),
            }
        }
    )*};
}

macro_rules! whole {
    ($type:ty) => {
        format_args!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX)
    };
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = QueryError;

    parse_number! {
        deserialize_bool => visit_bool: bool, "true or false";
        deserialize_i8 => visit_i8: i8, whole!(i8);
        deserialize_i16 => visit_i16: i16, whole!(i16);
        deserialize_i32 => visit_i32: i32, whole!(i32);
        deserialize_i64 => visit_i64: i64, "a whole number";
        deserialize_u8 => visit_u8: u8, whole!(u8);
        deserialize_u16 => visit_u16: u16, whole!(u16);
        deserialize_u32 => visit_u32: u32, whole!(u32);
        deserialize_u64 => visit_u64: u64, "a whole number";
        deserialize_f32 => visit_f32: f32, "a number";
        deserialize_f64 => visit_f64: f64, "a number";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        CowStrDeserializer::new(self.0).deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, QueryError> {
        let items = self.0.split(',').map(|item| Cow::Owned(item.to_owned())).collect::<Vec<_>>();
        visitor.visit_seq(Items(items.into_iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, QueryError> {
        visitor.visit_enum(UnitVariant(self.0))
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier ignored_any
    }
}

struct Items<'de>(std::vec::IntoIter<Cow<'de, str>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = QueryError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, QueryError> {
        self.0.next().map(|item| seed.deserialize(Value(item))).transpose()
    }
}

struct UnitVariant<'de>(Cow<'de, str>);

impl<'de> EnumAccess<'de> for UnitVariant<'de> {
    type Error = QueryError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), QueryError> {
        let name: StrDeserializer<'_, QueryError> = self.0.as_ref().into_deserializer();
        let variant = seed.deserialize(name)?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for UnitVariant<'de> {
    type Error = QueryError;

    fn unit_variant(self) -> Result<(), QueryError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, QueryError> {
        Err(de::Error::custom("must be a single word"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, QueryError> {
        Err(de::Error::custom("must be a single word"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, QueryError> {
        Err(de::Error::custom("must be a single word"))
    }
}
