//! The steps, told as they happen and summed up at the end.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::failure::Outcome;

/// What has been done so far.
pub struct Steps {
    begin: Instant,
    done: Vec<(String, Duration)>,
}

impl Steps {
    pub fn new() -> Self {
        Self {
            begin: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Does one step; its note, if it gives one, is shown below it.
    pub async fn run<T>(&mut self, name: &str, step: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let number = self.done.len() + 1;
        print!("{number:>3}  {name} …");
        // Progress that cannot be shown is no reason to stop.
        let _ = std::io::stdout().flush();
        let start = Instant::now();
        let result = step.await;
        let elapsed = start.elapsed();
        match &result {
            Ok(_) => println!(" {}", short(elapsed)),
            Err(_) => println!(" FAILED after {}", short(elapsed)),
        }
        self.done.push((name.to_owned(), elapsed));
        result
    }

    /// The table at the end.
    pub fn table(&self) -> String {
        let width = self
            .done
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or(0);
        let mut text = format!(
            "\n  #  {:<width$}      time\n{}\n",
            "step",
            "-".repeat(width + 15)
        );
        for (index, (name, elapsed)) in self.done.iter().enumerate() {
            text.push_str(&format!(
                "{:>3}  {name:<width$}  {:>8}\n",
                index + 1,
                short(*elapsed)
            ));
        }
        text.push_str(&format!(
            "     {:<width$}  {:>8}\n",
            "in all",
            short(self.begin.elapsed())
        ));
        text
    }
}

/// A line that belongs to the step above.
pub fn note(text: impl AsRef<str>) {
    for line in text.as_ref().lines() {
        println!("       {line}");
    }
}

fn short(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{:.1} ms", duration.as_secs_f64() * 1e3)
    } else {
        format!("{:.2} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(short(Duration::from_micros(1500)), "1.5 ms");
        assert_eq!(short(Duration::from_millis(4250)), "4.25 s");
    }
}
