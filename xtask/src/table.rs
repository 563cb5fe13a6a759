//! Plain text tables with columns as wide as their widest cell.

/// Lays out rows under a heading; the last column is left ragged.
pub fn render(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = heading.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    line(&mut text, &widths, heading.iter().copied());
    text.push_str(&"-".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)));
    text.push('\n');
    for row in rows {
        line(&mut text, &widths, row.iter().map(String::as_str));
    }
    text
}

fn line<'a>(text: &mut String, widths: &[usize], cells: impl Iterator<Item = &'a str>) {
    let mut row = String::new();
    for (cell, width) in cells.zip(widths) {
        row.push_str(&format!("{cell:<width$}  "));
    }
    text.push_str(row.trim_end());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = vec![
            vec!["unit".to_owned(), "12".to_owned()],
            vec!["conformance".to_owned(), "3".to_owned()],
        ];
        let expected = "lane         passed\n-------------------\nunit         12\nconformance  3\n";
        assert_eq!(render(&["lane", "passed"], &rows), expected);
    }
}
