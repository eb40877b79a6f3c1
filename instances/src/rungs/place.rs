//! What makes the border station Alashankou: classes, zones, stations.

use crate::config::{PlaceConfig, PointConfig, RolesConfig, WayStationConfig, ZoneConfig};
use regauge_model::filled;
use regauge_model::format::ClassFile;

/// Alashankou, with Dostyk behind the border and the line to Jinghe.
pub(super) fn alashankou() -> PlaceConfig {
    let way_station = |id: &str, name: &str, loops| WayStationConfig {
        id: id.to_owned(),
        name: name.to_owned(),
        loops,
        loops_name: None,
        length_m: 850,
        zone: Some("valley".to_owned()),
    };
    PlaceConfig {
        classes: classes(),
        roles: roles(),
        zones: vec![
            zone("pass", "阿拉山口", 100),
            zone("valley", "博尔塔拉谷地", 70),
        ],
        abroad: PointConfig {
            timezone: Some("Asia/Almaty".to_owned()),
            ..point("dostyk", "多斯特克")
        },
        border: PointConfig {
            zone: Some("pass".to_owned()),
            ..point("alashankou", "阿拉山口")
        },
        way_stations: vec![
            way_station("bole-east", "博乐东", 4),
            way_station("mogutan", "蘑菇滩", 3),
        ],
        line_end: point("jinghe", "精河"),
        branch_ends: Vec::new(),
    }
}

/// A point with nothing but its names.
pub(super) fn point(id: &str, name: &str) -> PointConfig {
    PointConfig {
        id: id.to_owned(),
        name: name.to_owned(),
        timezone: None,
        zone: None,
    }
}

/// A wind zone.
pub(super) fn zone(id: &str, name: &str, wind_percent: u32) -> ZoneConfig {
    ZoneConfig {
        id: id.to_owned(),
        name: name.to_owned(),
        wind_percent,
    }
}

/// The classes of both gauges.
pub(super) fn classes() -> Vec<ClassFile> {
    let class = |id: &str, name: &str, gauge_mm, weight, cargo: Option<&str>| {
        filled!(
            ClassFile::new(id, gauge_mm);
            name: Some(name.to_owned()),
            weight: Some(weight),
            cargo: cargo.map(str::to_owned),
        )
    };
    let container =
        |id, name, gauge_mm, weight| class(id, name, gauge_mm, weight, Some("container"));
    vec![
        container(
            "container-broad-timetabled",
            "全程时刻表班列（宽轨）",
            1520,
            4.0,
        ),
        container("container-broad", "中欧班列（宽轨）", 1520, 2.0),
        container("container-broad-ca", "中亚班列（宽轨）", 1520, 1.0),
        class("bulk-broad", "散货列车（宽轨）", 1520, 0.5, Some("bulk")),
        class("empty-broad", "空车底（宽轨）", 1520, 0.25, None),
        container(
            "container-standard-timetabled",
            "全程时刻表班列（准轨）",
            1435,
            4.0,
        ),
        container("container-standard", "中欧班列（准轨）", 1435, 2.0),
        container("container-standard-ca", "中亚班列（准轨）", 1435, 1.0),
        class("empty-standard", "空车底（准轨）", 1435, 0.25, None),
    ]
}

/// Which of them are what.
pub(super) fn roles() -> RolesConfig {
    let container =
        |gauge: &str| ["-timetabled", "", "-ca"].map(|rank| format!("container-{gauge}{rank}"));
    RolesConfig {
        container_broad: container("broad"),
        container_standard: container("standard"),
        bulk_broad: "bulk-broad".to_owned(),
        empty_broad: "empty-broad".to_owned(),
        empty_standard: "empty-standard".to_owned(),
    }
}
