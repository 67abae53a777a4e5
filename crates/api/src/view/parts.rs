//! The parts that several shapes have: ids elsewhere, other names, ratings, named things.

use catalog::codec::List;
use catalog::record::{Alias, Area, Entity, ForeignId, Rating};
use catalog::{Result, Words};
use model::Date;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::text::{DateText, Id, known};
use super::{Cx, write_list};

/// An id at another service. `scheme:value` is accepted wherever an id is.
#[derive(Serialize, ToSchema)]
#[schema(as = ExternalId)]
pub(crate) struct ExternalIdShape<'a> {
    /// The service.
    #[schema(example = "discogs")]
    scheme: &'a str,
    /// Its id.
    #[schema(example = "24047")]
    value: &'a str,
}

/// The ids of an entity at other services.
#[derive(Clone, Copy)]
pub(crate) struct ExternalIds<'a>(pub(crate) List<'a, ForeignId<'a>>);

impl Serialize for ExternalIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.0, |id| {
            Ok(Some(ExternalIdShape { scheme: id.scheme.as_str(), value: id.value }))
        })
    }
}

/// Another name.
#[derive(Serialize, ToSchema)]
#[schema(as = Alias)]
pub(crate) struct AliasShape<'a> {
    /// The name.
    #[schema(example = "The Quarrymen")]
    name: &'a str,
    /// The name to sort by.
    sort_name: &'a str,
    /// Language and country in which it is used.
    #[schema(example = "en_GB")]
    locale: Option<&'a str>,
    /// What kind of name it is.
    #[serde(rename = "type")]
    #[schema(example = "Artist name")]
    kind: Option<&'a str>,
    /// Whether it is the main name in its locale.
    primary: bool,
    /// When it came into use.
    #[schema(value_type = Option<String>)]
    begin_date: Option<DateText>,
    /// When it went out of use.
    #[schema(value_type = Option<String>)]
    end_date: Option<DateText>,
    /// Whether it is out of use.
    ended: bool,
}

/// The other names of an entity.
#[derive(Clone, Copy)]
pub(crate) struct Aliases<'a> {
    /// The context.
    pub(crate) cx: Cx<'a>,
    /// The names.
    pub(crate) list: List<'a, Alias<'a>>,
    /// The list of the types of names.
    pub(crate) types: Words,
}

impl Serialize for Aliases<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.list, |alias| {
            Ok(Some(AliasShape {
                name: alias.name,
                sort_name: known(alias.sort_name).unwrap_or(alias.name),
                locale: known(alias.locale),
                kind: self.cx.words.word(self.types, alias.alias_type),
                primary: alias.primary,
                begin_date: DateText::new(alias.begin),
                end_date: DateText::new(alias.end),
                ended: alias.ended,
            }))
        })
    }
}

/// An average rating.
#[derive(Serialize, ToSchema)]
#[schema(as = Rating)]
pub(crate) struct RatingShape {
    /// 0 to 100.
    #[schema(example = 86)]
    value: u8,
    /// How many people rated.
    #[schema(example = 42)]
    votes: u32,
}

impl RatingShape {
    /// A rating, unless nobody rated.
    pub(crate) fn of(rating: Rating) -> Option<Self> {
        (rating.count > 0).then_some(Self { value: rating.value, votes: rating.count })
    }
}

/// A thing with an id and a name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Named<'a> {
    /// Its id.
    #[schema(value_type = String, example = "8a754a16-0027-3a29-b6d7-2b40ea0481ed")]
    id: Id,
    /// Its name.
    #[schema(example = "United Kingdom")]
    name: &'a str,
}

impl<'a> Named<'a> {
    /// Any entity by its id and name.
    pub(crate) fn of(cx: Cx<'a>, entity: &impl Entity<'a>) -> Self {
        Self { id: cx.id(entity.gid()), name: entity.name() }
    }

    /// An area by dense id.
    pub(crate) fn area(cx: Cx<'a>, id: u32) -> Result<Option<Self>> {
        Ok(cx.get::<Area<'_>>(id)?.map(|area| Self::of(cx, &area)))
    }
}

/// A date of which a part may be unknown.
#[derive(Clone, Copy)]
pub(crate) struct DateAndPrecision {
    /// The date as far as it is known.
    pub(crate) date: Option<DateText>,
    /// `year`, `month` or `day`.
    pub(crate) precision: Option<&'static str>,
}

impl DateAndPrecision {
    /// Both halves of a date.
    #[inline]
    pub(crate) fn of(date: Date) -> Self {
        let date = DateText::new(date);
        Self { date, precision: date.map(DateText::precision) }
    }
}

/// Two letters of a country, unless it is unknown.
pub(crate) fn country(code: &[u8; 2]) -> Option<&str> {
    std::str::from_utf8(code).ok().filter(|_| code[0] != 0)
}
