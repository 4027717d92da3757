/// The rules of pages and plots. Light or dark is the reader's choice; nothing is fetched.
enum StyleSheet {
  /// The colours, as variables.
  private static let colors =
    ":root{color-scheme:light dark;\(ColorScheme.light.variables)}"
    + "@media(prefers-color-scheme:dark){:root{\(ColorScheme.dark.variables)}}"

  /// What a plot needs, alone or in a page.
  static let plots: String =
    colors + """
      svg text{font:12px system-ui,sans-serif;fill:var(--soft)}\
      svg text.t{font-weight:600;fill:var(--text)}svg text.v{fill:var(--text)}svg text.s{font-size:10px}\
      .g{stroke:var(--line);stroke-width:1;fill:none}.a{stroke:var(--soft);stroke-width:1;fill:none}\
      .ideal{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 3;fill:none}\
      .box{fill:var(--panel);stroke:var(--line)}.edge{stroke:var(--soft);fill:none;stroke-width:1.2}\
      .pt>svg{display:none;x:var(--px);y:var(--py);width:var(--ps);height:var(--ps)}.pt:hover>svg{display:block}\
      .pt:hover>circle{stroke:var(--text);stroke-width:1.5}\
      image,.pixels{image-rendering:pixelated}
      """ + numbered

  private static let numbered: String =
    (0..<10).map {
      ".l\($0){stroke:var(--c\($0));stroke-width:1.8;fill:none;stroke-linejoin:round}.f\($0){fill:var(--c\($0))}"
    }.joined()
    + (0..<ColorScheme.heatSteps).map { ".h\($0){fill:var(--h\($0))}svg text.k\($0){fill:var(--t\($0))}" }.joined()

  /// What a page needs.
  static let page: String =
    plots + """
      *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}\
      body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 system-ui,sans-serif}\
      header,main,footer,nav{max-width:1200px;margin:0 auto;padding:0 16px}\
      h1{font-size:1.7rem;line-height:1.2;margin:24px 0 8px;overflow-wrap:anywhere}\
      h2{font-size:1.3rem;margin:40px 0 8px;padding-top:8px;border-top:1px solid var(--line)}\
      h3{font-size:1.05rem;margin:24px 0 8px}p{max-width:70ch;margin:8px 0}.soft,footer{color:var(--soft)}\
      a{color:var(--link)}a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);\
      outline-offset:2px}\
      .skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px}\
      nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:12px 0;list-style:none}\
      nav a{display:inline-block;padding:4px 0}\
      .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px;margin:16px 0}\
      figure{margin:0;min-width:0;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:8px}\
      figure>svg{display:block;width:100%;height:auto}\
      figcaption{font-size:.9rem;color:var(--soft);margin-top:4px}\
      details{font-size:.9rem;margin-top:4px}summary{cursor:pointer;padding:4px 0;color:var(--link)}\
      .scroll{overflow-x:auto;max-width:100%}\
      table{border-collapse:collapse;font-size:.9rem}caption{text-align:left;color:var(--soft);padding:4px 0}\
      th,td{padding:4px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:middle}\
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
      .tiles{display:flex;flex-wrap:wrap;gap:10px;margin:12px 0;padding:0;list-style:none}\
      .tile{font-size:.8rem;line-height:1.3;color:var(--soft);max-width:100%}\
      .tile .row{display:flex;gap:4px;margin-bottom:2px}.tile img{display:block}\
      .cards{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0;padding:0;list-style:none}\
      .card{border:1px solid var(--line);border-radius:8px;background:var(--panel);padding:8px 16px;min-width:130px}\
      .card strong{display:block;font-size:1.35rem}.card span{color:var(--soft);font-size:.85rem}\
      :target{outline:3px solid var(--link);outline-offset:4px}img{max-width:100%;height:auto}\
      footer{margin-top:48px;padding-bottom:32px;font-size:.85rem}\
      @media(min-width:760px){figure.wide{grid-column:span 2}figure.wide svg text{font-size:7.5px}}\
      @media print{nav{display:none}details:not([open])>*{display:none}}
      """
}
