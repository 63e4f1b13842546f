//! Sources whose tables are known by their columns.

use crate::dataset::{Role, WhereRowsAre};

/// The columns of a source that publishes tables.
#[derive(Debug)]
pub struct Schema {
    pub name: &'static str,
    /// Columns that all its tables have, whatever their age.
    must: &'static [&'static str],
    /// Columns by what they mean, in every spelling that was in use; the more important first.
    roles: &'static [(Role, &'static [&'static str])],
}

/// What is known, the more special first:
///
/// | name | columns | of |
/// | --- | --- | --- |
/// | ACLED | 27 to 31, several spellings and ages | Armed Conflict Location and Event Data, codebook 2024 and before |
/// | UCDP GED | 49, or 50 with `iso3`; also without a header | Uppsala Conflict Data Program, Georeferenced Event Dataset |
/// | GDELT | 61, without a header | GDELT 2.0 Event database codebook |
/// | uawardata | units, battalion tactical groups | uawardata.com |
/// | VIINA | `event_info` of VIINA 2.0, and tables made from it | Violent Incident Information from News Articles |
/// | Oryx | losses of equipment | oryxspioenkop.com, as scraped |
/// | timemap | events of a timemap | forensic-architecture/timemap |
pub const SCHEMAS: &[Schema] = &[
    Schema {
        name: "ACLED",
        must: &["event_date", "event_type", "actor1", "latitude", "longitude", "fatalities"],
        roles: &[
            (Role::Title, &["sub_event_type", "event_type"]),
            (Role::Summary, &["notes"]),
            (Role::Id, &["event_id_cnty", "data_id", "event_id_no_cnty"]),
            (Role::Start, &["event_date"]),
            (Role::DatePrecision, &["time_precision", "time_prec"]),
            (Role::LatDeg, &["latitude"]),
            (Role::LonDeg, &["longitude"]),
            (Role::Place, &["location"]),
            (Role::PlacePrecision, &["geo_precision", "geo_prec"]),
            (Role::Region, &["country", "admin1", "admin2", "admin3", "region"]),
            (Role::Actor, &["actor1", "actor2", "assoc_actor_1", "assoc_actor_2", "ally_actor_1", "ally_actor_2"]),
            (Role::Category, &["event_type", "sub_event_type", "disorder_type"]),
            (Role::Tag, &["tags", "civilian_targeting"]),
            (Role::Deaths, &["fatalities"]),
            (Role::Source, &["source"]),
        ],
    },
    Schema {
        name: "UCDP GED",
        must: &["type_of_violence", "dyad_name", "where_prec", "latitude", "longitude", "date_start", "date_end", "best"],
        roles: &[
            (Role::Title, &["dyad_name"]),
            (Role::Summary, &["source_headline", "source_article"]),
            (Role::Id, &["id", "relid"]),
            (Role::Start, &["date_start"]),
            (Role::End, &["date_end"]),
            (Role::DatePrecision, &["date_prec"]),
            (Role::LatDeg, &["latitude"]),
            (Role::LonDeg, &["longitude"]),
            (Role::Place, &["where_coordinates", "where_description"]),
            (Role::PlacePrecision, &["where_prec"]),
            (Role::Region, &["country", "adm_1", "adm_2", "region"]),
            (Role::Actor, &["side_a", "side_b"]),
            (Role::Category, &["type_of_violence"]),
            (Role::Tag, &["conflict_name"]),
            (Role::Deaths, &["best"]),
            (Role::DeathsLeast, &["low"]),
            (Role::DeathsMost, &["high"]),
            (Role::Source, &["source_office", "source_original"]),
        ],
    },
    Schema {
        name: "GDELT",
        must: &["GlobalEventID", "Actor1Name", "EventRootCode", "ActionGeo_Lat", "ActionGeo_Long"],
        roles: &[
            (Role::Title, &["ActionGeo_FullName"]),
            (Role::Id, &["GlobalEventID"]),
            (Role::Start, &["Day", "SQLDATE"]),
            (Role::LatDeg, &["ActionGeo_Lat"]),
            (Role::LonDeg, &["ActionGeo_Long"]),
            (Role::Place, &["ActionGeo_FullName"]),
            (Role::PlacePrecision, &["ActionGeo_Type"]),
            (Role::Region, &["ActionGeo_CountryCode", "ActionGeo_ADM1Code"]),
            (Role::Actor, &["Actor1Name", "Actor2Name"]),
            (Role::Category, &["EventRootCode", "EventCode", "QuadClass"]),
            (Role::Url, &["SOURCEURL"]),
        ],
    },
    Schema { name: "uawardata", must: &["date", "lat", "lng", "unit", "icon"], roles: &UAWARDATA },
    Schema { name: "uawardata", must: &["date", "lat", "lng", "unit", "type_of_btg"], roles: &UAWARDATA },
    Schema { name: "VIINA", must: &["event_id_1pd", "date", "geonameid", "asciiname", "longitude", "latitude"], roles: &VIINA },
    Schema {
        name: "VIINA",
        must: &["viina_version", "event_id", "date", "geonameid", "asciiname", "longitude", "latitude"],
        roles: &VIINA,
    },
    Schema {
        name: "Oryx",
        must: &["country", "origin", "system", "status", "url", "date_recorded"],
        roles: &[
            (Role::Title, &["system"]),
            (Role::Id, &["matID"]),
            (Role::Start, &["date_recorded"]),
            (Role::Actor, &["country"]),
            (Role::Category, &["status"]),
            (Role::Tag, &["origin"]),
            (Role::Url, &["url"]),
        ],
    },
    Schema {
        name: "timemap",
        must: &["id", "description", "date", "location", "latitude", "longitude", "category"],
        roles: &[
            (Role::Title, &["description"]),
            (Role::Summary, &["description"]),
            (Role::Id, &["id"]),
            (Role::Start, &["date"]),
            (Role::DatePrecision, &["time_precision"]),
            (Role::LatDeg, &["latitude"]),
            (Role::LonDeg, &["longitude"]),
            (Role::Place, &["location"]),
            (Role::Category, &["category"]),
            (Role::Tag, &["associations"]),
            (Role::Source, &["sources"]),
        ],
    },
];

const UAWARDATA: [(Role, &[&str]); 10] = [
    (Role::Title, &["unit"]),
    (Role::Summary, &["notes"]),
    (Role::Start, &["date"]),
    (Role::LatDeg, &["lat"]),
    (Role::LonDeg, &["lng"]),
    (Role::Actor, &["country", "subordinate_to"]),
    (Role::Category, &["type", "type_of_btg"]),
    (Role::Tag, &["strength"]),
    (Role::Url, &["sources_url"]),
    (Role::Symbol, &["icon15", "icon"]),
];

const VIINA: [(Role, &[&str]); 12] = [
    (Role::Title, &["representative_text", "text"]),
    (Role::Id, &["event_id_1pd", "event_id"]),
    (Role::Start, &["date"]),
    (Role::LatDeg, &["latitude"]),
    (Role::LonDeg, &["longitude"]),
    (Role::Place, &["asciiname", "location"]),
    (Role::PlacePrecision, &["GEO_PRECISION"]),
    (Role::Region, &["ADM1_NAME", "ADM2_NAME"]),
    (Role::Category, &["target_classes"]),
    (Role::Tag, &["target_terms", "attack_terms"]),
    (Role::Source, &["sources_matching", "source"]),
    (Role::Url, &["source_urls", "url"]),
];

/// The columns of UCDP GED in their order, without the `iso3` that some releases have after `country`.
pub const UCDP_COLUMNS: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,\
    dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,\
    source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,\
    latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,\
    deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

/// The columns of GDELT 2.0 events in their order.
pub const GDELT_COLUMNS: &str = "GlobalEventID,Day,MonthYear,Year,FractionDate,\
    Actor1Code,Actor1Name,Actor1CountryCode,Actor1KnownGroupCode,Actor1EthnicCode,Actor1Religion1Code,Actor1Religion2Code,Actor1Type1Code,\
    Actor1Type2Code,Actor1Type3Code,\
    Actor2Code,Actor2Name,Actor2CountryCode,Actor2KnownGroupCode,Actor2EthnicCode,Actor2Religion1Code,Actor2Religion2Code,Actor2Type1Code,\
    Actor2Type2Code,Actor2Type3Code,\
    IsRootEvent,EventCode,EventBaseCode,EventRootCode,QuadClass,GoldsteinScale,NumMentions,NumSources,NumArticles,AvgTone,\
    Actor1Geo_Type,Actor1Geo_FullName,Actor1Geo_CountryCode,Actor1Geo_ADM1Code,Actor1Geo_ADM2Code,Actor1Geo_Lat,Actor1Geo_Long,\
    Actor1Geo_FeatureID,\
    Actor2Geo_Type,Actor2Geo_FullName,Actor2Geo_CountryCode,Actor2Geo_ADM1Code,Actor2Geo_ADM2Code,Actor2Geo_Lat,Actor2Geo_Long,\
    Actor2Geo_FeatureID,\
    ActionGeo_Type,ActionGeo_FullName,ActionGeo_CountryCode,ActionGeo_ADM1Code,ActionGeo_ADM2Code,ActionGeo_Lat,ActionGeo_Long,\
    ActionGeo_FeatureID,DATEADDED,SOURCEURL";

/// Tags of the Humanitarian Exchange Language 1.1, as they begin, and what they mean.
const HXL_TAGS: [(&str, Role); 12] = [
    ("#geo+lat", Role::LatDeg),
    ("#geo+lon", Role::LonDeg),
    ("#date+end", Role::End),
    ("#date+start", Role::Start),
    ("#date", Role::Start),
    ("#country", Role::Region),
    ("#adm", Role::Region),
    ("#loc+name", Role::Place),
    ("#description", Role::Summary),
    ("#affected+killed", Role::Deaths),
    ("#meta+source", Role::Source),
    ("#event", Role::Category),
];

impl Schema {
    /// The schema whose columns these are, with the columns of each role. Those of latitude and longitude may be missing, and have no role, where
    /// rows have geometries beside them.
    pub fn of<'a>(names: &[&'a str], places: WhereRowsAre) -> Option<(&'static str, Vec<(Role, &'a str)>)> {
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let find = |wanted: &str| keys.iter().position(|of| *of == key(wanted)).and_then(|at| names.get(at)).copied();
        let is_wanted = |role: Role| places == WhereRowsAre::InColumns || !matches!(role, Role::LatDeg | Role::LonDeg);
        let must = |schema: &Schema, name: &&str| schema.roles.iter().all(|(role, columns)| is_wanted(*role) || !columns.contains(name));
        let schema = SCHEMAS.iter().find(|schema| schema.must.iter().filter(|name| must(schema, name)).all(|name| find(name).is_some()))?;
        let roles = schema
            .roles
            .iter()
            .filter(|(role, _)| is_wanted(*role))
            .flat_map(|(role, columns)| columns.iter().filter_map(|column| Some((*role, find(column)?))));
        Some((schema.name, roles.collect()))
    }
}

/// What a column means that has this tag of HXL.
pub fn role_of_tag(tag: &str) -> Option<Role> {
    let tag: String = tag.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    HXL_TAGS.iter().find(|(begins, _)| tag.starts_with(begins)).map(|(_, role)| *role)
}

/// A name as it is compared: letters and figures only, in lower case.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_columns_in_any_spelling_and_age() {
        let old =
            ["DATA_ID", "EVENT_DATE", "TIME_PRECISION", "EVENT_TYPE", "ACTOR1", "ALLY_ACTOR_1", "LATITUDE", "LONGITUDE", "FATALITIES"];
        let (name, roles) = Schema::of(&old, WhereRowsAre::InColumns).unwrap();
        assert_eq!(name, "ACLED");
        assert!(roles.contains(&(Role::Id, "DATA_ID")) && roles.contains(&(Role::Deaths, "FATALITIES")));
        for (columns, name, n) in [(UCDP_COLUMNS, "UCDP GED", 49), (GDELT_COLUMNS, "GDELT", 61)] {
            let columns: Vec<&str> = columns.split(',').collect();
            assert_eq!((Schema::of(&columns, WhereRowsAre::InColumns).map(|found| found.0), columns.len()), (Some(name), n));
        }
        let units = ["date", "unit", "icon", "strength"];
        assert!(Schema::of(&units, WhereRowsAre::InColumns).is_none());
        let (name, roles) = Schema::of(&units, WhereRowsAre::BesideThem).unwrap();
        assert_eq!((name, roles.len()), ("uawardata", 4));
        assert!(Schema::of(&["date", "lat", "lng"], WhereRowsAre::InColumns).is_none());
    }

    #[test]
    fn every_schema_names_columns_for_place_or_date() {
        for schema in SCHEMAS {
            assert!(schema.roles.iter().any(|(role, _)| *role == Role::Start), "{}", schema.name);
        }
    }
}
