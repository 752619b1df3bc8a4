/// The colours and the layout of the report's page; the page itself names classes only.
///
/// A class is a role's name where it stands for one. Both sets of colours keep a contrast of 4.5 to 1
/// for text; no meaning is in a colour alone, for a glyph and a word stand beside it.
enum Stylesheet {
  static let text = """
    :root { color-scheme: light dark; --page: #ffffff; --card: #f6f8fa; --text: #1f2328;
      --quiet: #59636e; --line: #d1d9e0; --good: #1a7f37; --busy: #0969da; --lost: #c4182a;
      --warning: #8a5a00; --unknown: #7a4fb5; --wait: #b9c3cd; --drain: #7fb3e8; }
    @media (prefers-color-scheme: dark) {
      :root { --page: #0d1117; --card: #161b22; --text: #e6edf3; --quiet: #9198a1; --line: #30363d;
        --good: #3fb950; --busy: #4493f8; --lost: #ff7b72; --warning: #d9a62e; --unknown: #bc8cff;
        --wait: #484f58; --drain: #2f6db5; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem; max-width: 75rem; background: var(--page);
      color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
    h3 { font-size: .9rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
    p { margin: .25rem 0; overflow-wrap: anywhere; }
    article + article { margin-top: 4rem; border-top: 2px solid var(--line); padding-top: 2rem; }
    svg { display: block; width: 100%; height: auto; }
    .quiet, figcaption, .after { color: var(--quiet); }
    .good { color: var(--good); } .busy { color: var(--busy); } .lost { color: var(--lost); }
    .critical { color: var(--lost); } .warning { color: var(--warning); }
    .unknown { color: var(--unknown); }
    .good, .lost, .unknown, .critical { font-weight: 600; }
    .cards { display: grid; gap: .75rem; margin: 1.25rem 0;
      grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
      padding: .75rem 1rem; margin: 0; }
    .card.wide { grid-column: 1 / -1; }
    .card dt, .card h3 { color: var(--quiet); font-size: .8rem; letter-spacing: .03em; }
    .card dd { margin: 0; overflow-wrap: anywhere; }
    .card dd:first-of-type { font-size: 1.05rem; font-weight: 600; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
      border-bottom: 1px solid var(--line); }
    th { color: var(--quiet); font-weight: 500; font-size: .85rem; }
    th.number, td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    td.name, .mono { font-family: ui-monospace, monospace; font-size: .85rem;
      overflow-wrap: anywhere; min-width: 12rem; }
    td.verdict { white-space: nowrap; }
    td.note { min-width: 8rem; }
    td.reason { min-width: 18rem; overflow-wrap: anywhere; }
    .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; color: var(--quiet);
      font-size: .85rem; margin: .25rem 0; padding: 0; list-style: none; }
    .legend svg { display: inline-block; width: 1.5rem; height: .75rem; vertical-align: middle; margin-right: .3rem; }
    .curves { display: grid; gap: .75rem;
      grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
    figure { margin: 0; } figcaption { font-size: .8rem; overflow-wrap: anywhere; }
    svg.timeline { min-width: 46rem; }
    svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
    svg text.name { font-family: ui-monospace, monospace; }
    svg text.axis { fill: var(--quiet); font-size: 11px; }
    svg text.good { fill: var(--good); } svg text.lost { fill: var(--lost); }
    svg text.unknown { fill: var(--unknown); } svg text.warning { fill: var(--warning); }
    svg .grid { stroke: var(--line); } svg .wait-bar { fill: var(--wait); }
    svg .drain-bar { fill: var(--drain); }
    svg .open-bar { fill: none; stroke: var(--quiet); stroke-dasharray: 3 3; }
    svg .deadline { stroke: var(--lost); stroke-width: 2; }
    svg .later { stroke: var(--lost); stroke-dasharray: 2 2; }
    svg .curve { fill: none; stroke: var(--busy); stroke-width: 2; stroke-linejoin: round; }
    svg text.deadline-label { fill: var(--lost); stroke: none; font-size: 11px; }
    .finding { border-left: 3px solid var(--line); padding-left: .75rem; margin: 1rem 0; }
    .finding h3 { margin: 0; font-size: 1rem; } .finding ul { margin: .25rem 0; color: var(--quiet); }
    .finding pre { overflow-x: auto; white-space: pre-wrap; margin: .25rem 0; }
    details { margin-top: 1.5rem; } summary { cursor: pointer; }
    ol { list-style: none; padding: 0; margin: .5rem 0; }
    ol li { display: flex; gap: 1rem; padding: .1rem 0; overflow-wrap: anywhere; }
    .after { min-width: 6rem; text-align: right; font-variant-numeric: tabular-nums; }
    footer { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }
    """
}
