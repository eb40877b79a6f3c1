//! The style sheet of the charts: colours, lines, type.
//!
//! Colours are those of Okabe and Ito (*Color Universal Design*, 2008) and tints of them, which people with any of
//! the common kinds of colour blindness tell apart; where two are near to each other their lightness, an outline or dashes tell
//! them apart as well. Text on a colour is dark and has a contrast of at least 4.5 to 1.

/// Sizes of type in tenths of a pixel, as the style sheet has them.
pub(super) const NUMBER_TENTHS: i32 = 85;
pub(super) const MEDIUM_NUMBER_TENTHS: i32 = 100;
pub(super) const MEDIUM_MORE_TENTHS: i32 = 85;
pub(super) const LARGE_NUMBER_TENTHS: i32 = 120;
pub(super) const LARGE_ALONG_TENTHS: i32 = 110;
pub(super) const MORE_TENTHS: i32 = 75;
pub(super) const LARGE_MORE_TENTHS: i32 = 100;
pub(super) const LABEL_TENTHS: i32 = 95;
pub(super) const NOTE_TENTHS: i32 = 75;
pub(super) const GROUP_TENTHS: i32 = 100;
pub(super) const BLOCK_TENTHS: i32 = 105;
pub(super) const AXIS_TENTHS: i32 = 95;
pub(super) const CLOCK_TENTHS: i32 = 85;
pub(super) const LEGEND_TENTHS: i32 = 95;

/// The style sheet of every chart; a file by itself contains it, a page includes it once.
pub fn chart_style() -> &'static str {
    STYLE
}

const STYLE: &str = "\
.chart{font:400 9px 'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',Arial,'Helvetica Neue',sans-serif;font-variant-numeric:tabular-nums;background:#fff}\
.chart text{fill:#17222d}\
.chart path{fill:none;stroke:none}\
.chart .bg{fill:#fff}\
.chart .t1{font-size:16px;font-weight:700}\
.chart .t2{font-size:10.5px;fill:#566472}\
.chart .r{stroke:#e3e8ec}\
.chart .r2{stroke:#a9b4be}\
.chart .v0{stroke:#eef1f4}\
.chart .v1{stroke:#d9dfe5}\
.chart .v2{stroke:#d5eadb;stroke-width:.6}\
.chart .v3{stroke:#8fc4a2;stroke-width:.8;stroke-dasharray:4 3}\
.chart .v4{stroke:#6fb187}\
.chart .m0{stroke:#7d8b99;stroke-width:.8;stroke-dasharray:7 3 1 3}\
.chart .m1{stroke:#3c4a57;stroke-width:1.4}\
.chart .now{stroke:#c4122f;stroke-width:1.6}\
.chart .nb{fill:#c4122f}\
.chart .nt{fill:#fff;font-size:9.5px;font-weight:700;text-anchor:middle}\
.chart .bt{fill:#eef2f5}\
.chart .bl{font-size:10.5px;font-weight:700;text-anchor:middle;fill:#3c4a57}\
.chart .gt{font-size:10px;font-weight:500}\
.chart .rl{font-size:9.5px}\
.chart .rn{font-size:7.5px;text-anchor:end;fill:#5c6976}\
.chart .sh{font-size:9.5px;font-weight:700;fill:#3c4a57}\
.chart .hr{font-size:10.5px;font-weight:700;text-anchor:middle}\
.chart .h2{font-size:8.5px;text-anchor:middle;fill:#0a5c8f}\
.chart .mn{font-size:8.5px;text-anchor:middle;fill:#5c6976}\
.chart .st{text-anchor:start}\
.chart .nd{text-anchor:end}\
.chart .ck{font-size:8.5px;text-anchor:end;fill:#566472}\
.chart .c2{fill:#0a5c8f}\
.chart .l{fill:#c3ced8}\
.chart .h{stroke:#7f8d9a;stroke-width:.8}\
.chart .kp{fill:#e9eef3;stroke:#5c7085;stroke-width:.8;stroke-dasharray:2 1.5}\
.chart .e{fill:#fff;stroke:#93a1ae}\
.chart .p,.chart .x{fill:#e69f00}\
.chart .q{fill:#f6d48c}\
.chart .p,.chart .q,.chart .a,.chart .b,.chart .s1,.chart .s3{stroke:#fff;stroke-width:.7}\
.chart .x{stroke:#7a4f00;stroke-width:1.2}\
.chart .f,.chart .i{fill:#fff4dc;stroke:#c98a00}\
.chart .i{stroke-dasharray:3 2}\
.chart .z{stroke:#c98a00;stroke-width:2}\
.chart .a{fill:#d3eaf8}\
.chart .b{fill:#56b4e9}\
.chart .d{fill:#9bd0ef;stroke:#56a3cf;stroke-width:.8;stroke-dasharray:2 2}\
.chart .u{fill:#eaf5fc;stroke:#56b4e9;stroke-dasharray:3 2}\
.chart .g{fill:#edf0f3}\
.chart .s1{fill:#66c2a4}\
.chart .s2{fill:#f0e48a;stroke:#b5a738;stroke-width:.8}\
.chart .s3{fill:#dba4c4}\
.chart .o1{fill:#7fb2d9;stroke:#1f5f8f;stroke-width:.8}\
.chart .o2{fill:#fff;stroke:#1f5f8f}\
.chart .o3{fill:#f6d48c;stroke:#c98a00;stroke-width:.8}\
.chart .n{fill:#fff;stroke:#c4122f;stroke-width:1.2;stroke-dasharray:4 2}\
.chart .w{stroke:#d55e00;stroke-width:3;stroke-dasharray:2 1.5}\
.chart .w0{fill:#fdeadd;stroke:#d55e00;stroke-dasharray:2 1.5}\
.chart .y0{fill:#eaf1fb}\
.chart .y1{fill:#dde8f6}\
.chart .y2{fill:#ebe9e6}\
.chart .y4{fill:#f4f2ef}\
.chart .y3{fill:#e4e0da}\
.chart .y5{fill:#b9c0c6}\
.chart .yh{stroke:#a9bbd4;stroke-width:.7}\
.chart .y2h{stroke:#bdb6ad;stroke-width:.7}\
.chart .yt{font-size:7.5px;fill:#4a5763;paint-order:stroke;stroke:#fff;stroke-width:2px}\
.chart.lg .yt{font-size:9px}\
.chart.lg .rn{font-size:8.5px}\
.chart .no{font-size:8.5px;font-weight:500}\
.chart .mo{font-size:7.5px;fill:#22303c}\
.chart .wt{font-size:7.5px;fill:#853a00}\
.chart .pn{fill:#17222d;stroke:#fff;stroke-width:.8}\
.chart .wm{fill:#cfe3f1}\
.chart .wg{stroke:#0072b2;stroke-width:1.3}\
.chart .th{stroke:#d55e00;stroke-dasharray:5 3;stroke-width:.9}\
.chart .tm{stroke:#5a6673;stroke-dasharray:2 2;stroke-width:.9}\
.chart .tl{font-size:7.5px;text-anchor:end;fill:#a84a00}\
.chart .tl2{fill:#3c4a57}\
.chart .sa{fill:#d8e6dd}\
.chart .so{stroke:#3d7a5c;stroke-width:1.2}\
.chart .sc{stroke:#93a1ae;stroke-dasharray:3 2}\
.chart .sn{font-size:8px;fill:#2b5a43}\
.chart .lt{font-size:9.5px}\
.chart .tr{stroke:#123a63;stroke-width:1.3;stroke-linejoin:round}\
.chart .tl0{stroke:#123a63;stroke-width:1.2}\
.chart .em{stroke-dasharray:6 2.5;stroke-width:1.1}\
.chart .dw{stroke:#a3b8cf;stroke-width:2.4}\
.chart .wo{stroke:#d55e00;stroke-width:1.8;stroke-dasharray:2 2}\
.chart .hd{stroke:#8c4a78;stroke-width:2.6}\
.chart .hu{stroke:#8c4a78;stroke-width:.9}\
.chart .cp{stroke:#b38600;stroke-width:2.4;stroke-dasharray:1.5 1.5}\
.chart .bk{stroke:#3c4a57;stroke-width:1.4}\
.chart .gp{stroke:#9aa3ab;stroke-width:1.3}\
.chart .gn{font-size:8px;fill:#5c6976;paint-order:stroke;stroke:#fff;stroke-width:2px}\
.chart .tn{font-size:8.5px;font-weight:500;fill:#123a63;paint-order:stroke;stroke:#fff;stroke-width:2.2px}\
.chart .sl{stroke:#2f7d4f;stroke-width:1.2}\
.chart .sb{font-size:10.5px;font-weight:700}\
.chart .km{font-size:8.5px;fill:#566472;text-anchor:end}\
.chart.md .no{font-size:10px}\
.chart.md .mo,.chart.md .wt,.chart.md .yt{font-size:8.5px}\
.chart.md .rl{font-size:10px}\
.chart.md .rn{font-size:8px}\
.chart.lg .tn{font-size:11px}\
.chart.lg .w{stroke-width:4}\
.chart.lg .no{font-size:12px}\
.chart.lg .mo,.chart.lg .wt{font-size:10px}";

/// What charts with a past need beside it.
pub(crate) const PAST: &str = "\
.chart .pa{fill:#f1f3f5;stroke:#b3bdc6;stroke-width:.7}\
.chart .pl{stroke:#8ba3bf;stroke-width:1.1}\
.chart .pt{font-size:8.5px;fill:#5c6976}";

/// What charts with the plan before need beside it: the old plan, trains that changed.
pub(crate) const CHANGES: &str = "\
.chart .gh{fill:#faf6fd;stroke:#8a63ad;stroke-width:.8;stroke-dasharray:3 2}\
.chart .gl{stroke:#a284c0;stroke-width:1.2;stroke-dasharray:3 3}\
.chart .mv .no,.chart .mv .tn{fill:#4b0f7a;font-weight:700}\
.chart .mv .tr,.chart .mv .tl0{stroke:#6b1f9e;stroke-width:2}";

#[cfg(test)]
mod tests {
    use super::*;

    /// The fill of a class, in the first rule that gives it one.
    fn fill(class: &str) -> [f64; 3] {
        let selector = format!(".chart .{class}");
        let rules = [STYLE, CHANGES, PAST]
            .into_iter()
            .flat_map(|one| one.split('}'));
        let rules = rules.filter_map(|rule| rule.split_once('{'));
        let found = rules.filter(|(selectors, _)| selectors.split(',').any(|s| s == selector));
        let fill = found
            .flat_map(|(_, looks)| looks.split(';'))
            .find_map(|look| look.strip_prefix("fill:#"));
        let hex = fill.unwrap_or_else(|| panic!("{class} has a fill"));
        let digits = if hex.len() == 3 { 1 } else { 2 };
        [0, 1, 2].map(|at| {
            let part = &hex[at * digits..(at + 1) * digits];
            let value = u32::from_str_radix(&part.repeat(3 - digits), 16).expect("a colour");
            f64::from(value) / 255.0
        })
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: [f64; 3]) -> f64 {
        let linear = colour.map(|part| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                libm::pow((part + 0.055) / 1.055, 2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(fill(a)), luminance(fill(b)));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn texts_on_bars_can_be_read() {
        for bar in [
            "l", "e", "p", "q", "f", "a", "b", "d", "u", "g", "s1", "s2", "s3", "n", "w0", "o1",
            "o2", "o3",
        ] {
            for text in ["mo", "wt", "mv .no"] {
                let found = contrast(text, bar);
                // The causes of waits stand on rakes that stand.
                let is_met = text == "wt" && !["l", "e"].contains(&bar);
                assert!(is_met || found >= 4.5, "{text} on {bar}: {found:.2}");
            }
        }
        assert!(contrast("pt", "pa") >= 4.5);
    }
}
