//! A workbook as spreadsheets read it: the few parts of Office Open XML (ECMA-376) that forms and tables need, in a ZIP.
//!
//! Written by hand, because the library for it (`rust_xlsxwriter`) brings another compressor for the whole program
//! along, and certificates are compared byte for byte. Words are inline strings and never formulas, whatever they
//! begin with; the same book gives the same bytes.

mod stream;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) use stream::Stream;

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Style {
    pub(crate) font: Font,
    /// A thin line around it.
    pub(crate) boxed: bool,
    /// To the right, as numbers are.
    pub(crate) right: bool,
    /// How a number is written; `General` if none.
    pub(crate) number: Option<&'static str>,
}

/// How letters look. The order is that of the list of fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Font {
    #[default]
    Plain,
    Bold,
    Title,
}

/// The smallest and the largest number that is right.
pub(crate) type Bounds = (Option<f64>, Option<f64>);

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    Nothing,
    Text(String),
    Number(f64),
    /// A formula without its sign of equality, and what it comes to.
    Formula(String, Option<f64>),
}

/// One row.
#[derive(Debug, Clone, Default)]
struct Row {
    /// In points.
    height: f64,
    cells: BTreeMap<usize, (Style, Content)>,
}

/// One sheet. Rows and columns are counted from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    name: String,
    landscape: bool,
    /// As many pages high as it takes, instead of one.
    pub(crate) tall: bool,
    widths: Vec<f64>,
    /// The row that is printed again on each page.
    pub(crate) head: Option<usize>,
    rows: BTreeMap<usize, Row>,
    merged: Vec<String>,
    bounds: Vec<(String, Bounds)>,
    marks: Vec<(String, f64)>,
}

impl Sheet {
    /// A sheet without cells. The name has at most 31 characters, none of `[]:*?/\`; widths are in characters.
    pub(crate) fn new(name: &str, is_landscape: bool, widths: &[f64]) -> Self {
        Self { name: name.to_owned(), landscape: is_landscape, widths: widths.to_vec(), ..Self::default() }
    }

    /// Fills the cells of a row from one column to another, joined into one.
    pub(crate) fn put(&mut self, row: usize, (first, last): (usize, usize), style: Style, content: Content) {
        if last > first {
            self.merged.push(format!("{}:{}", cell(row, first), cell(row, last)));
        }
        let cells = &mut self.rows.entry(row).or_default().cells;
        for column in first..=last {
            cells.insert(column, (style, Content::Nothing));
        }
        cells.insert(first, (style, content));
    }

    /// Makes a row at least so high, in points.
    pub(crate) fn stretch(&mut self, row: usize, height: f64) {
        let row = self.rows.entry(row).or_default();
        row.height = row.height.max(height);
    }

    /// What may be typed into a column of cells.
    pub(crate) fn bound(&mut self, (first, last): (usize, usize), column: usize, bounds: Bounds) {
        self.bounds.push((format!("{}:{}", cell(first, column), cell(last, column)), bounds));
    }

    /// From which number on a column of cells is marked.
    pub(crate) fn mark(&mut self, (first, last): (usize, usize), column: usize, from: f64) {
        self.marks.push((format!("{}:{}", cell(first, column), cell(last, column)), from));
    }

    fn xml(&self, styles: &mut Vec<Style>) -> String {
        let mut xml = self.before_rows();
        for (number, row) in &self.rows {
            let _ = write!(xml, "<row r=\"{}\" ht=\"{:.1}\" customHeight=\"1\">", number + 1, row.height.max(15.0));
            for (column, (style, content)) in &row.cells {
                cell_xml(&mut xml, &cell(*number, *column), index_of(styles, *style), content);
            }
            xml.push_str("</row>");
        }
        self.after_rows(&mut xml);
        xml
    }

    fn before_rows(&self) -> String {
        let mut xml = String::from(HEAD);
        xml.push_str("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        xml.push_str("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        xml.push_str("<sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"/></sheetViews>");
        xml.push_str("<sheetFormatPr defaultRowHeight=\"15\"/><cols>");
        for (number, width) in (1..).zip(&self.widths) {
            // Writing into a string does not fail.
            let _ = write!(xml, "<col min=\"{number}\" max=\"{number}\" width=\"{width:.1}\" customWidth=\"1\"/>");
        }
        xml.push_str("</cols><sheetData>");
        xml
    }

    fn after_rows(&self, xml: &mut String) {
        xml.push_str("</sheetData>");
        self.after_cells(xml);
        xml.push_str(
            "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.4\" bottom=\"0.4\" header=\"0.2\" footer=\"0.2\"/>",
        );
        let orientation = if self.landscape { "landscape" } else { "portrait" };
        let _ = write!(
            xml,
            "<pageSetup paperSize=\"9\" orientation=\"{orientation}\" fitToWidth=\"1\" fitToHeight=\"{}\"/>",
            u8::from(!self.tall)
        );
        xml.push_str("</worksheet>");
    }

    fn after_cells(&self, xml: &mut String) {
        if !self.merged.is_empty() {
            let _ = write!(xml, "<mergeCells count=\"{}\">", self.merged.len());
            for range in &self.merged {
                let _ = write!(xml, "<mergeCell ref=\"{range}\"/>");
            }
            xml.push_str("</mergeCells>");
        }
        for (priority, (range, from)) in (1..).zip(&self.marks) {
            let _ = write!(
                xml,
                "<conditionalFormatting sqref=\"{range}\"><cfRule type=\"cellIs\" dxfId=\"0\" priority=\"{priority}\" \
                 operator=\"greaterThanOrEqual\"><formula>{from}</formula></cfRule></conditionalFormatting>"
            );
        }
        if self.bounds.is_empty() {
            return;
        }
        let _ = write!(xml, "<dataValidations count=\"{}\">", self.bounds.len());
        for (range, bounds) in &self.bounds {
            let is_whole = |bound: &Option<f64>| bound.is_none_or(|bound| bound.fract() == 0.0);
            let kind = if is_whole(&bounds.0) && is_whole(&bounds.1) { "whole" } else { "decimal" };
            let (operator, formulas) = match bounds {
                (Some(min), Some(max)) => ("between", format!("<formula1>{min}</formula1><formula2>{max}</formula2>")),
                (Some(min), None) => ("greaterThanOrEqual", format!("<formula1>{min}</formula1>")),
                (None, Some(max)) => ("lessThanOrEqual", format!("<formula1>{max}</formula1>")),
                (None, None) => continue,
            };
            let _ = write!(
                xml,
                "<dataValidation type=\"{kind}\" operator=\"{operator}\" allowBlank=\"1\" showErrorMessage=\"1\" \
                 sqref=\"{range}\">{formulas}</dataValidation>"
            );
        }
        xml.push_str("</dataValidations>");
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The address of a cell, such as `B7`. A form has at most 26 columns.
pub(crate) fn cell(row: usize, column: usize) -> String {
    let letter = ('A'..='Z').nth(column).unwrap_or('Z');
    format!("{letter}{}", row + 1)
}

fn cell_xml(xml: &mut String, address: &str, style: usize, content: &Content) {
    let _ = match content {
        Content::Nothing => write!(xml, "<c r=\"{address}\" s=\"{style}\"/>"),
        Content::Text(text) => write!(
            xml,
            "<c r=\"{address}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escaped(text)
        ),
        Content::Number(number) => write!(xml, "<c r=\"{address}\" s=\"{style}\"><v>{number}</v></c>"),
        Content::Formula(formula, Some(result)) => {
            write!(xml, "<c r=\"{address}\" s=\"{style}\"><f>{}</f><v>{result}</v></c>", escaped(formula))
        }
        Content::Formula(formula, None) => {
            write!(xml, "<c r=\"{address}\" s=\"{style}\" t=\"str\"><f>{}</f><v></v></c>", escaped(formula))
        }
    };
}

/// Words as XML, without what XML cannot hold; `_x0041_` would be read as a character.
fn escaped(text: &str) -> String {
    let text = text.replace("_x", "_x005F_x");
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

fn index_of(styles: &mut Vec<Style>, style: Style) -> usize {
    styles.iter().position(|known| *known == style).unwrap_or_else(|| {
        styles.push(style);
        styles.len() - 1
    })
}

fn styles_xml(styles: &[Style]) -> String {
    let mut codes: Vec<&str> = Vec::new();
    let mut cells = String::new();
    for style in styles {
        let format = style.number.map_or(0, |code| {
            let known = codes.iter().position(|known| *known == code);
            CUSTOM_FORMATS
                + known.unwrap_or_else(|| {
                    codes.push(code);
                    codes.len() - 1
                })
        });
        let (font, border) = (style.font as usize, usize::from(style.boxed));
        let align = if style.right { " horizontal=\"right\"" } else { "" };
        let _ = write!(
            cells,
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"0\" borderId=\"{border}\" xfId=\"0\" \
             applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\">\
             <alignment{align} vertical=\"top\" wrapText=\"1\"/></xf>"
        );
    }
    let mut formats = String::new();
    for (id, code) in (CUSTOM_FORMATS..).zip(&codes) {
        let _ = write!(formats, "<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", escaped(code));
    }
    let font = |before: &str, size: u32| {
        format!("<font>{before}<sz val=\"{size}\"/><name val=\"Arial\"/><family val=\"2\"/></font>")
    };
    let side = |name: &str| format!("<{name} style=\"thin\"><color rgb=\"FF555555\"/></{name}>");
    let formats = if codes.is_empty() {
        String::new()
    } else {
        format!("<numFmts count=\"{}\">{formats}</numFmts>", codes.len())
    };
    format!(
        "{HEAD}<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{formats}\
         <fonts count=\"3\">{}{}{}</fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>\
         <border>{}{}{}{}<diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{}\">{cells}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>\
         <dxfs count=\"1\"><dxf><font><b/></font><numFmt numFmtId=\"200\" formatCode=\"General&quot; ▲&quot;\"/></dxf></dxfs>\
         </styleSheet>",
        font("", 10),
        font("<b/>", 10),
        font("<b/>", 14),
        side("left"),
        side("right"),
        side("top"),
        side("bottom"),
        styles.len(),
    )
}

/// Where ids of formats of one's own begin (ECMA-376, 18.8.30).
const CUSTOM_FORMATS: usize = 164;

/// The bytes of a workbook. `created` is a moment such as `2026-11-28T09:00:00Z`.
///
/// # Errors
/// None in practice: what is written goes into memory.
pub(crate) fn write(title: &str, created: &str, sheets: &[Sheet]) -> ZipResult<Vec<u8>> {
    // The first style is that of cells that nobody wrote.
    let mut styles = vec![Style::default()];
    let bodies: Vec<String> = sheets.iter().map(|sheet| sheet.xml(&mut styles)).collect();
    let mut files = around((title, created), sheets, &styles);
    files.extend((1..).zip(bodies).map(|(number, body)| (format!("xl/worksheets/sheet{number}.xml"), body)));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in files {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Every part but the sheets.
fn around((title, created): (&str, &str), sheets: &[Sheet], styles: &[Style]) -> Vec<(String, String)> {
    vec![
        ("[Content_Types].xml".to_owned(), content_types(sheets.len())),
        ("_rels/.rels".to_owned(), root_relations()),
        ("docProps/core.xml".to_owned(), core(title, created)),
        ("xl/workbook.xml".to_owned(), workbook(sheets)),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(sheets.len())),
        ("xl/styles.xml".to_owned(), styles_xml(styles)),
    ]
}

fn content_types(sheets: usize) -> String {
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut xml = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{main}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{main}.styles+xml\"/>"
    );
    for number in 1..=sheets {
        let _ = write!(
            xml,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{main}.worksheet+xml\"/>"
        );
    }
    xml + "</Types>"
}

fn root_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn core(title: &str, created: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{created}</dcterms:created></cp:coreProperties>",
        escaped(title)
    )
}

fn workbook(sheets: &[Sheet]) -> String {
    let mut xml = format!(
        "{HEAD}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{RELATIONS}\"><sheets>"
    );
    for (number, sheet) in (1..).zip(sheets) {
        let _ = write!(xml, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escaped(&sheet.name));
    }
    xml.push_str("</sheets>");
    let heads: Vec<_> =
        sheets.iter().enumerate().filter_map(|(index, sheet)| Some((index, sheet, sheet.head? + 1))).collect();
    if !heads.is_empty() {
        xml.push_str("<definedNames>");
        for (index, sheet, row) in heads {
            let name = escaped(&sheet.name.replace('\'', "''"));
            let _ = write!(
                xml,
                "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{index}\">'{name}'!${row}:${row}</definedName>"
            );
        }
        xml.push_str("</definedNames>");
    }
    xml + "<calcPr fullCalcOnLoad=\"1\"/></workbook>"
}

fn relations(sheets: usize) -> String {
    let mut xml =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for number in 1..=sheets {
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let _ = write!(xml, "<Relationship Id=\"rId{}\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>", sheets + 1);
    xml + "</Relationships>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut xml = String::new();
        for text in ["=1+1", "@SUM(A1)", "<f>1</f>", "a\u{1}b", "_x0041_"] {
            cell_xml(&mut xml, "A1", 0, &Content::Text(text.to_owned()));
        }
        assert!(!xml.contains("<f>") && !xml.contains('\u{1}'), "{xml}");
        assert!(xml.contains(">_x005F_x0041_<"), "{xml}");
        assert_eq!(xml.matches("t=\"inlineStr\"").count(), 5);
    }

    #[test]
    fn styles_are_listed_once() {
        let mut styles = vec![Style::default()];
        let bold = Style { font: Font::Bold, number: Some("0"), ..Style::default() };
        let plain = Style { number: Some("0"), ..Style::default() };
        let indexes = [bold, plain, bold, Style::default()].map(|style| index_of(&mut styles, style));
        assert_eq!(indexes, [1, 2, 1, 0]);
        let xml = styles_xml(&styles);
        assert_eq!(xml.matches("<numFmt numFmtId=\"164\"").count(), 1);
        assert!(xml.contains("cellXfs count=\"3\""));
    }
}
