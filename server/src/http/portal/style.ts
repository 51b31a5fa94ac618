/** The look of the pages for people, light and dark: the console's colours, corners and bar. Colours keep a contrast of 4.5 to 1 at least. */
export const portalStyle = `:root{color-scheme:light dark;--ink:#0f141a;--soft:#52606f;--line:#d3dae2;--edge:#7d8998;--back:#f4f6f8;--card:#fff;--accent:#0b5f6f;--hover:#063f4a;--accent-ink:#fff;--tint:#eaf5f7;--good:#166a40;--good-back:#e6f5ec;--bad:#a32020;--bad-back:#fdeeee}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#a3b0be;--line:#3a4654;--edge:#7d8998;--back:#10151b;--card:#161d26;--accent:#6cc5d6;--hover:#9adbe8;--accent-ink:#0d1a1e;--tint:#10303a;--good:#7fd8aa;--good-back:#14291e;--bad:#ff9d9d;--bad-back:#331a1c}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',sans-serif;display:flex;flex-direction:column}
.skip{position:absolute;left:-100vw;top:.5rem;z-index:1;background:var(--card);padding:.5rem 1rem;border-radius:8px}.skip:focus{left:1rem}
header{background:#161d26;border-bottom:1px solid #3a4654}
.bar{max-width:60rem;margin:0 auto;padding:.75rem 1.25rem;display:flex;align-items:center;gap:.5rem 1.5rem;min-height:3.5rem}
.brand{display:flex;align-items:center;gap:.625rem;font-weight:700;font-size:1.125rem;color:#fff;text-decoration:none;flex:none}
nav{display:flex;gap:.25rem;flex:1}nav a{color:#c9d2dc;text-decoration:none;font-weight:600;padding:.375rem .75rem;border-radius:8px}
nav a:hover{color:#fff;background:#26313d}nav a[aria-current]{color:#fff;background:#0b5f6f}
.bar form{margin-left:auto;flex:none}.bar button.quiet{color:#dbe3ea;border-color:#7d8998;padding:.3125rem .75rem}.bar button.quiet:hover{background:#26313d;color:#fff}
.bar :focus-visible{outline-color:#6cc5d6}
main{width:100%;max-width:28rem;margin:6vh auto auto;padding:0 1rem 3rem}main:focus{outline:0}main.wide{max-width:60rem;margin-top:0;padding:0 1.25rem 3rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.5rem;margin:0 0 1.25rem}main:not(.wide) .card{padding:2rem}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:0 1.25rem;align-items:start}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem;overflow-wrap:anywhere}.wide>h1{margin:1.75rem 0 1.25rem;font-size:1.75rem}
h2{font-size:1.125rem;line-height:1.3;margin:0 0 1rem}
p{margin:0 0 1rem;overflow-wrap:anywhere}.card>p:last-child{margin:0}.soft,.hint{color:var(--soft)}.hint{font-size:.875rem;margin:.375rem 0 0}
form{margin:0}input[type=file]{padding:.4375rem .5rem}.field{margin:0 0 1.25rem}label{display:block;font-weight:600;margin:0 0 .375rem}
input,select{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:7px;padding:.5625rem .75rem}
input[readonly]{background:var(--back);border-color:var(--line);color:var(--soft)}
button{font:inherit;font-weight:600;cursor:pointer;border-radius:8px;padding:.5625rem 1.125rem;border:1px solid var(--accent);background:var(--accent);color:var(--accent-ink)}
button:hover{background:var(--hover);border-color:var(--hover)}form.main button{width:100%}.buttons{display:flex;flex-wrap:wrap;gap:.75rem}
button.quiet{background:none;color:var(--accent);border-color:var(--edge);padding:.375rem .875rem}button.quiet:hover{background:var(--tint);border-color:var(--accent)}
button.link{background:none;border:0;padding:0;color:var(--accent);font-weight:400;text-align:start;text-decoration:underline;text-underline-offset:.15em}
a{color:var(--accent);text-underline-offset:.15em}a:hover,button.link:hover{color:var(--hover)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.more{display:flex;flex-direction:column;align-items:flex-start;gap:.75rem;margin:1.5rem 0 0;padding:1.25rem 0 0;border-top:1px solid var(--line)}
.note{border-radius:8px;padding:.75rem 1rem;margin:0 0 1.25rem;border-inline-start:4px solid}.note.bad{background:var(--bad-back);color:var(--bad)}.note.good{background:var(--good-back);color:var(--good)}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.625rem 1.25rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.pin{font-size:2rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:.02em;white-space:nowrap;user-select:all;margin:0 0 .75rem}
details{margin:1rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line)}summary{cursor:pointer;font-weight:600;color:var(--accent)}details[open] summary{margin:0 0 .75rem}
.devices{list-style:none;margin:0;padding:0}.devices li{display:flex;align-items:center;gap:1rem;padding:.875rem 0;border-top:1px solid var(--line)}
.devices li>span:not(.tag){flex:1;min-width:0;overflow-wrap:anywhere}.devices li:first-child{border-top:0;padding-top:0}.devices li:last-child{padding-bottom:0}
.devices form,.tag{flex:none}.devices strong{font-weight:600}.devices small{display:block;color:var(--soft);font-size:.875rem}
.icon{flex:none;width:1.75rem;height:1.75rem;fill:none;stroke:var(--soft);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.tag{font-size:.8125rem;font-weight:600;color:var(--good);background:var(--good-back);border-radius:999px;padding:.125rem .625rem;white-space:nowrap}
.row{display:flex;gap:.75rem;align-items:flex-end}.row .field{flex:1;margin:0}.end{margin-top:1.25rem}
code{font:.875rem ui-monospace,monospace;overflow-wrap:anywhere}
@media(max-width:40rem){.bar{flex-wrap:wrap;padding:.625rem 1rem}nav{order:3;flex-basis:100%}main,main.wide{padding:0 1rem 2rem}main{margin-top:1.25rem}.wide>h1{margin:1.25rem 0 1rem;font-size:1.5rem}.card,main:not(.wide) .card{padding:1.25rem}.row{flex-direction:column;align-items:stretch}}
@media(max-width:26rem){dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .75rem}dd:last-child{margin:0}.icon{display:none}}
`;
