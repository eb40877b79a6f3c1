//! The time zone that was probably meant by a name that the IANA list does not have.

/// Names that people and other programs use for a zone, in small letters: capitals and cities of the railways on both sides of a break
/// of gauge that are no zones of their own, abbreviations, names of Windows.
const ALSO_CALLED: [(&str, &str); 44] = [
    ("asia/beijing", "Asia/Shanghai"),
    ("asia/peking", "Asia/Shanghai"),
    ("asia/alashankou", "Asia/Shanghai"),
    ("asia/xian", "Asia/Shanghai"),
    ("asia/manzhouli", "Asia/Shanghai"),
    ("asia/erenhot", "Asia/Shanghai"),
    ("asia/erlian", "Asia/Shanghai"),
    ("asia/guangzhou", "Asia/Shanghai"),
    ("china", "Asia/Shanghai"),
    ("china standard time", "Asia/Shanghai"),
    ("cst", "Asia/Shanghai"),
    ("bjt", "Asia/Shanghai"),
    ("asia/astana", "Asia/Almaty"),
    ("asia/nur-sultan", "Asia/Almaty"),
    ("asia/nursultan", "Asia/Almaty"),
    ("asia/alma-ata", "Asia/Almaty"),
    ("asia/dostyk", "Asia/Almaty"),
    ("asia/khorgos", "Asia/Almaty"),
    ("asia/altynkol", "Asia/Almaty"),
    ("asia/karaganda", "Asia/Almaty"),
    ("asia/shymkent", "Asia/Almaty"),
    ("kazakhstan", "Asia/Almaty"),
    ("central asia standard time", "Asia/Almaty"),
    ("qyzylorda standard time", "Asia/Qyzylorda"),
    ("asia/ulan-bator", "Asia/Ulaanbaatar"),
    ("asia/zamyn-uud", "Asia/Ulaanbaatar"),
    ("ulaanbaatar standard time", "Asia/Ulaanbaatar"),
    ("asia/zabaikalsk", "Asia/Chita"),
    ("asia/ekaterinburg", "Asia/Yekaterinburg"),
    ("moscow", "Europe/Moscow"),
    ("msk", "Europe/Moscow"),
    ("europe/st_petersburg", "Europe/Moscow"),
    ("russian standard time", "Europe/Moscow"),
    ("europe/brest", "Europe/Minsk"),
    ("belarus standard time", "Europe/Minsk"),
    ("europe/malaszewicze", "Europe/Warsaw"),
    ("europe/krakow", "Europe/Warsaw"),
    ("central european standard time", "Europe/Warsaw"),
    ("europe/irun", "Europe/Madrid"),
    ("europe/barcelona", "Europe/Madrid"),
    ("europe/hendaye", "Europe/Paris"),
    ("romance standard time", "Europe/Paris"),
    ("fle standard time", "Europe/Kyiv"),
    ("europe/chop", "Europe/Kyiv"),
];

/// The zone meant by a name.
pub(super) fn meant(name: &str) -> Option<String> {
    // Long names are for the search for near ones, which bounds its work.
    if name.len() > 100 {
        return None;
    }
    let small = name.trim().to_lowercase();
    let also = ALSO_CALLED
        .iter()
        .find(|(other, _)| *other == small || *other == small.replace(' ', "_"));
    if let Some((_, zone)) = also {
        return Some((*zone).to_owned());
    }
    if let Some(zone) = fixed(&small) {
        return Some(zone);
    }
    // The right city in the wrong place, without one, or with blanks.
    let city = |name: &str| {
        let city = name.rsplit('/').next().unwrap_or_default();
        city.to_lowercase().replace([' ', '-'], "_")
    };
    let wanted = city(&small);
    let mut zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let found = zones.find(|zone| zone.contains('/') && city(zone) == wanted);
    found.map(str::to_owned)
}

/// The zone of a fixed offset such as `UTC+8` or `+05:00`. POSIX counts westwards, so that its sign is the other one.
fn fixed(name: &str) -> Option<String> {
    let offset = name.trim_start_matches("utc").trim_start_matches("gmt");
    let east = offset.starts_with('+');
    if !east && !offset.starts_with(['-', '−']) {
        return None;
    }
    let hours = offset.trim_start_matches(['+', '-', '−']);
    let hours = hours.trim_end_matches(":00");
    let hours: u32 = hours.parse().ok()?;
    let sign = if east { '-' } else { '+' };
    let zone = format!("Etc/GMT{sign}{hours}");
    zone.parse::<chrono_tz::Tz>().ok().map(|_| zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_advised_is_one_and_no_name_advised_against_is() {
        for (name, zone) in ALSO_CALLED {
            assert!(zone.parse::<chrono_tz::Tz>().is_ok(), "{zone}");
            let known = chrono_tz::TZ_VARIANTS
                .iter()
                .any(|zone| zone.name().to_lowercase() == name);
            assert!(!known, "{name} is a zone");
            assert_eq!(meant(name).as_deref(), Some(zone));
        }
    }

    #[test]
    fn the_zone_meant_is_found() {
        for (name, zone) in [
            ("Asia/Beijing", "Asia/Shanghai"),
            ("asia/almaty", "Asia/Almaty"),
            ("Almaty", "Asia/Almaty"),
            ("Europe/Almaty", "Asia/Almaty"),
            ("America/New York", "America/New_York"),
            ("China Standard Time", "Asia/Shanghai"),
            ("UTC+8", "Etc/GMT-8"),
            ("GMT+05:00", "Etc/GMT-5"),
            ("-03:00", "Etc/GMT+3"),
        ] {
            assert_eq!(meant(name).as_deref(), Some(zone), "{name}");
        }
        assert_eq!(meant("Mars/Olympus"), None);
        assert_eq!(meant("UTC+99"), None);
    }
}
