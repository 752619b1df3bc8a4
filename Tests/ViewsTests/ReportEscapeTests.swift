import HarmlessText
import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import ReportForms
@testable import RunReports
@testable import Views

/// Names and texts from outside stay text, in every form.
struct ReportEscapeTests {
  private static let reports = [ReportStory.rollout(), ReportStory.hostile()]
  private static let voids: Set = ["meta"]
  private static let elements: Set = [
    "html", "head", "meta", "title", "style", "body", "main", "article", "h1", "h2", "h3", "p",
    "strong", "div", "dl", "dt", "dd", "ul", "li", "ol", "svg", "g", "rect", "line", "text", "path",
    "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary",
    "time",
    "span", "footer", "section", "pre",
  ]

  @Test func `the page has no element and no attribute that lastcall did not write`() throws {
    let page = try WellFormed(Self.reports.html, voids: Self.voids)
    #expect(Set(page.tags.map(\.name)).subtracting(Self.elements) == [])
    for tag in page.tags {
      let names = tag.attributes.keys
      #expect(!names.contains { $0.hasPrefix("on") || ["href", "src", "style"].contains($0) })
    }
    #expect(page.text.contains("<script>alert(1)</script>"))
    #expect(page.text.contains("<img src=x onerror=alert(2)>"))
  }

  @Test func `the page asks the network for nothing, and forbids it`() throws {
    let html = Self.reports.html
    let page = try WellFormed(html, voids: Self.voids)
    let policy = page.tags.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none';") == true)
    #expect(!html.contains("url(") && !html.contains("@import"))
    #expect(html.contains("prefers-color-scheme: dark"))
  }

  @Test func `JUnit is well-formed, of its schema's elements, and its counts are right`() throws {
    let xml = try WellFormed(Self.reports.junit)
    let known: [String: Set<String>] = [
      "testsuites": ["name", "tests", "failures", "errors", "time"],
      "testsuite": [
        "name", "id", "tests", "failures", "errors", "skipped", "time", "timestamp",
      ],
      "properties": [], "property": ["name", "value"],
      "testcase": ["name", "classname", "time"], "failure": ["type", "message"],
      "error": ["type", "message"], "skipped": ["type", "message"], "system-out": [],
    ]
    for tag in xml.tags {
      let attributes = try #require(known[tag.name], "\(tag.name)")
      #expect(Set(tag.attributes.keys).subtracting(attributes) == [])
      if let time = tag.attributes["time"] { #expect(time.wholeMatch(of: /\d+\.\d{3}/) != nil) }
    }
    let root = try #require(xml.tags.first)
    func count(_ name: String) -> String { "\(xml.tags.count { $0.name == name })" }
    #expect(root.attributes["tests"] == count("testcase"))
    #expect(root.attributes["failures"] == count("failure"))
    #expect(root.attributes["errors"] == count("error"))
    // The names of two pods are the same: each is a case of its own.
    let names = xml.tags.filter { $0.name == "testcase" }.map {
      "\($0.attributes["classname"] ?? "") \($0.attributes["name"] ?? "")"
    }
    #expect(Set(names).count == names.count)
    let killed = xml.tags.filter { $0.name == "failure" }
    #expect(killed.allSatisfy { $0.attributes["type"] == "killed" })
  }

  @Test func `JUnit tells a verdict of nobody's from a bad one, and from none`() throws {
    let xml = try WellFormed([Report(of: Scene.endings.state)].junit)
    let types = { name in
      Set(xml.tags.filter { $0.name == name }.compactMap { $0.attributes["type"] })
    }
    #expect(types("error") == ["unknown"])
    #expect(
      types("failure") == [
        "killed", "killed-early", "cut", "timed-out", "crashed", "oom", "vanished",
      ])
  }

  @Test func `every report is one JSON object, with all of its text`() throws {
    for report in Self.reports {
      #expect(!report.json.contains("\n"))
      let object = try JSON(parsing: report.json.utf8)
      #expect(object["pods"].elements.count == report.pods.count)
      #expect(object["pods"].elements.map { $0["pod"].string } == report.pods.map(\.pod.pod))
      #expect(object["timeline"].elements.count == report.chronicle.moments.count)
      for name in ["source", "program", "leastSlack", "drainSeconds", "lost", "grace"] {
        #expect(object.members[name] != nil)
      }
    }
  }

  @Test func `a cell of a Markdown table ends where lastcall ends it`() {
    for report in Self.reports {
      let rows = report.markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }
      for row in rows {
        let bars = row.replacing(#"\\"#, with: "").replacing(#"\|"#, with: "").count { $0 == "|" }
        #expect([3, 10].contains(bars), "\(row.prefix(100))")
      }
      let text = report.markdown.replacing("<details><summary>Timeline</summary>", with: "")
        .replacing("</details>", with: "").replacing("<br>", with: "").replacing(
          #/\\[\\`*_\[\]|~$#]/#, with: "")
      #expect(!text.contains("<"))
      #expect(!text.contains("@g") && !text.contains("#1") && !text.contains("https://e"))
      #expect(!text.contains("[") && !text.contains("`") && !text.contains("*c"))
    }
  }

  @Test func `no control character and no change of direction is in any form`() {
    for form in ReportFormTests.forms where form.name != "report.json" {
      let text = form.make(ReportStory.hostile())
      let wrong = text.unicodeScalars.filter {
        $0 != "\n" && (!$0.isDrawable && $0 != "\u{200B}" || 0x80...0x9F ~= $0.value)
      }
      #expect(wrong.isEmpty, "\(form.name)")
      #expect(text.utf8.count < 400_000, "\(form.name)")
    }
  }
}
