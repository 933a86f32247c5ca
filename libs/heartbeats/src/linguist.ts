/**
 * Languages as GitHub Linguist spells them, a line each: name, other spellings, extensions, names of files; apart by tabs, in lists by spaces.
 * Made by `npm run languages` from linguist-languages (MIT). Do not edit.
 */
export const LINGUIST = `
1C Enterprise		bsl os	
2-Dimensional Array		2da	
4D		4dm	
ABAP		abap	
ABAP CDS		asddls	
ABNF		abnf	
AGS Script	ags		
AIDL		aidl	
AL		al	
ALGOL		alg	
AMPL		ampl	
ANTLR		g4	
API Blueprint		apib	
APL		apl dyalog	
ASL		asl dsl	
ASN.1		asn asn1	
ASP.NET	aspx aspx-vb	asax ascx ashx asmx aspx axd	
ATS	ats2	dats hats sats	
ActionScript	actionscript-3 actionscript3 as3	as	
Ada	ada95 ada2005	adb ada ads	
Adblock Filter List	ad-block-filters ad-block adb adblock		
Adobe Font Metrics	acfm adobe-composite-font-metrics adobe-multiple-font-metrics amfm	afm	
Agda		agda	
Aiken		ak	
Aleo		aleo	
Alloy		als	
Alpine Abuild	abuild apkbuild		APKBUILD
Altium Designer	altium	OutJob PcbDoc PrjPCB SchDoc	
AngelScript		angelscript	
Answer Set Programming		lp	
Ant Build System			ant.xml build.xml
Antlers		antlers.html antlers.php antlers.xml	
ApacheConf	aconf apache	apacheconf vhost	.htaccess apache2.conf httpd.conf
Apex		cls apex trigger	
Apollo Guidance Computer		agc	
AppleScript	apples osascript	applescript scpt	
Arc		arc	
AsciiDoc		asciidoc adoc asc	
AspectJ		aj	
Assembly	asm nasm	asm a51 nasm s	
Astro		astro	
Asymptote		asy	
Augeas		aug	
AutoHotkey	ahk	ahk ah1 ah2 ahkl	
AutoIt	au3 AutoIt3 AutoItScript	au3	
Avro IDL		avdl	
Awk		awk auk gawk mawk nawk	
B		b	
B (Formal Method)		mch	
B4X	basic-for-android		
BAML		baml	
BASIC		bas	
BBCode		bbcode	
BIRD2	bird bird3		bird.conf
BQN		bqn	
Ballerina		bal	
Batchfile	bat batch dosbatch winbatch	bat cmd	gradlew.bat mvnw.cmd
Beef			
Befunge		befunge	
Berry	be	be	
BibTeX		bib bibtex	
BibTeX Style		bst	
Bicep		bicep bicepparam	
Bikeshed		bs	
Bison		bison	
BitBake		bb bbappend bbclass	
Blade		blade blade.php	
BlitzBasic	b3d blitz3d blitzplus bplus	decls	
BlitzMax	bmax	bmx	
Blueprint	blp	blp	
Bluespec	bluespec-bsv bsv	bsv	
Bluespec BH	bh bluespec-classic		
Boo		boo	
Boogie		bpl	
Brainfuck		bf	
BrighterScript			
Brightscript		brs	
Browserslist			.browserslistrc browserslist
Bru		bru	
BuildStream			
C		c cats h h.in idc	
C#	csharp cake cakescript	cs cake cs.pp csx linq	
C++	cpp	cpp c++ cc cppm cxx h++ hh hpp hxx inl ino ipp ixx tcc tpp txx	
C-ObjDump		c-objdump	
C2hs Haskell	c2hs	chs	
C3		c3	
CAP CDS	cds	cds	
CIL		cil	
CLIPS		clp	
CMake		cmake cmake.in	CMakeLists.txt
COBOL		cob cbl ccp cobol cpy	
CODEOWNERS			CODEOWNERS
COLLADA		dae	
CQL		cql	
CSON		cson	
CSS		css	
CSV		csv	
CUE		cue	
CWeb		w	
Cabal Config	Cabal	cabal	cabal.config cabal.project
Caddyfile	Caddy	caddyfile	Caddyfile
Cadence		cdc	
Cairo		cairo	
Cairo Zero			
CameLIGO		mligo	
Cangjie		cj	
Cap'n Proto		capnp	
Carbon		carbon	
CartoCSS	Carto	mss	
Ceylon		ceylon	
Chapel	chpl	chpl	
Charity		ch	
Checksums	checksum hash hashes sum sums	crc32 md2 md4 md5 sha1 sha2 sha224 sha256 sha256sum sha3 sha384 sha512	MD5SUMS SHA1SUMS SHA256SUMS SHA256SUMS.txt SHA512SUMS checksums.txt cksums md5sum.txt
ChucK		ck	
Circom		circom	
Cirru		cirru	
Clarion		clw	
Clarity		clar	
Classic ASP	asp	asp	
Clean		icl dcl	
Click		click	
Clojure		clj boot cl2 cljc cljs cljs.hl cljscm cljx hic	riemann.config
Closure Templates	soy	soy	
Cloud Firestore Security Rules			firestore.rules
Clue		clue	
CoNLL-U	CoNLL CoNLL-X	conllu conll	
CodeQL	ql	ql qll	
CoffeeScript	coffee coffee-script	coffee _coffee cjsx coffee.erb iced	Cakefile
ColdFusion	cfm cfml coldfusion-html	cfm cfml	
ColdFusion CFC	cfc	cfc	
Common Lisp	lisp	lisp asd cl lsp ny podsl sexp	
Common Workflow Language	cwl	cwl	
Component Pascal		cp cps	
Cooklang		cook	
Cool			
Cpp-ObjDump	c++-objdump	cppobjdump c++-objdump c++objdump cpp-objdump cxx-objdump	
Creole		creole	
Crystal		cr	
Csound	csound-orc	orc udo	
Csound Document	csound-csd	csd	
Csound Score	csound-sco	sco	
Cuda		cu cuh	
Cue Sheet			
Curry		curry	
Cycript		cy	
Cylc		cylc	suite.rc
Cypher		cyp cypher	
Cython	pyrex	pyx pxd pxi	
D	Dlang	d di	
D-ObjDump		d-objdump	
D2	d2lang	d2	
DIGITAL Command Language	dcl	com	
DM	byond	dm	
DNS Zone		zone arpa	
DTrace	dtrace-script		
Dafny		dfy	
Darcs Patch	dpatch	darcspatch dpatch	
Dart		dart	
Daslang		das	
DataWeave		dwl	
Debian Package Control File		dsc	
DenizenScript			
Dhall		dhall	
Diff	udiff	diff patch	
DirectX 3D File		x	
Dockerfile	Containerfile	dockerfile containerfile	Containerfile Dockerfile
Dogescript		djs	
Dotenv		env	.env .env.ci .env.dev .env.development .env.development.local .env.example .env.local .env.prod .env.production .env.sample .env.staging .env.template .env.test .env.testing
Dune			dune-project
Dylan		dylan dyl intr lid	
E			
E-mail	email eml mail mbox	eml mbox	
EBNF		ebnf	
ECL		ecl eclxml	
ECLiPSe			
EJS		ejs ect ejs.t jst	
EQ		eq	
Eagle		sch	
Earthly	Earthfile		Earthfile
Easybuild		eb	
Ecere Projects		epj	
Ecmarkup	ecmarkdown		
Edge		edge	
EdgeQL	esdl	edgeql esdl	
EditorConfig	editor-config	editorconfig	.editorconfig
Edje Data Collection		edc	
Eiffel		e	
Elixir		ex exs	mix.lock
Elm		elm	
Elvish		elv	
Elvish Transcript			
Emacs Lisp	cask eask elisp emacs	el emacs emacs.desktop	.abbrev_defs .emacs .emacs.desktop .gnus .spacemacs .viper Cask Eask Project.ede _emacs abbrev_defs
EmberScript		em emberscript	
Erlang		erl app app.src es escript hrl xrl yrl	Emakefile rebar.config rebar.config.lock rebar.lock
Euphoria			
F#	fsharp	fs fsi fsx	
F*	fstar	fst fsti	
FIGlet Font	FIGfont	flf	
FIRRTL		fir	
FLUX		fx flux	
FPP		fpp fppi	
Factor		factor	.factor-boot-rc .factor-rc
Fancy		fy fancypack	Fakefile
Fantom		fan	
Faust		dsp	
Fennel		fnl	
Filebench WML		f	
Filterscript			
FlatBuffers		fbs	
Flix		flix	
Fluent			
Formatted		eam.fs	
Forth		fth 4th forth frt	
Fortran		f77 for	
Fortran Free Form		f90 f03 f08 f95	
FreeBASIC	fb	bi	
FreeMarker	ftl	ftl ftlh	
Frege		fr	
Futhark		fut	
G-code		g cnc gco gcode	
GAML		gaml	
GAMS		gms	
GAP		gap gi tst	
GCC Machine Description			
GDB		gdb gdbinit	
GDScript		gd	
GDShader		gdshader gdshaderinc	
GEDCOM		ged	
GLSL		glsl fp frag frg fsh fshader geo geom glslf glslv gshader rchit rmiss tesc tese vert vrx vs vsh vshader	
GN		gn gni	.gn
GSC		gsc csc gsh	
Game Maker Language		gml	
Gemfile.lock			Gemfile.lock
Gemini	gemtext	gmi	
Genero 4gl		4gl	
Genero per		per	
Genie			
Genshi	xml+genshi xml+kid	kid	
Gentoo Ebuild		ebuild	
Gentoo Eclass		eclass	
Gerber Image	rs-274x	gbr cmp gbl gbo gbp gbs gko gpb gpt gtl gto gtp	
Gettext Catalog	pot	po pot	
Gherkin	cucumber	feature story	
Git Attributes	gitattributes		.gitattributes
Git Commit	commit		.gitmessage COMMIT_EDITMSG
Git Config	gitconfig gitmodules	gitconfig	.gitconfig .gitmodules .tgitconfig config.worktree
Git Revision List	Git-Blame-Ignore-Revs		.git-blame-ignore-revs
Gleam		gleam	
Glimmer JS	gjs	gjs	
Glimmer TS	gts	gts	
Glyph		glf	
Glyph Bitmap Distribution Format		bdf	
Gno	gnolang	gno	
Gnuplot		gp gnu gnuplot plot plt	
Go	golang	go	
Go Checksums	go.sum go-sum go.work.sum go-work-sum		go.sum go.work.sum
Go Module	go.mod go-mod		go.mod
Go Template	gotmpl	gohtml gotmpl html.tmpl tmpl	_helpers.tpl
Go Workspace	go.work go-work		go.work
Godot Resource		gdnlib gdns tres tscn	project.godot
Golo		golo	
Gosu		gst gsx vark	
Grace		grace	
Gradle		gradle	
Gradle Kotlin DSL		gradle.kts	
Grammatical Framework	gf	gf	
Graph Modeling Language			
GraphQL		graphql gql graphqls	
Graphviz (DOT)		dot gv	
Groovy		groovy grt gtpl gvy	Jenkinsfile
Groovy Server Pages	gsp java-server-page	gsp	
GtkRC	gtk gtk-1 gtk-2	gtkrc	gtkrc gtkrc-2.0
HAProxy		cfg	haproxy.cfg
HCL	HashiCorp-Configuration-Language opentofu terraform	hcl nomad tf tfvars tofu workflow	
HIP		hip	
HLSL		hlsl cginc fxh hlsli	
HOCON		hocon	.scalafix.conf .scalafmt.conf
HTML	xhtml	html hta htm html.hl xht xhtml	
HTML+ECR	ecr	ecr	
HTML+EEX	eex heex leex	html.eex heex leex	
HTML+ERB	erb rhtml html+ruby	erb erb.deface rhtml	
HTML+PHP		phtml	
HTML+Razor	razor	cshtml razor	
HTTP		http	
HXML		hxml	
Hack		hack hhi	
Haml		haml haml.deface	
Handlebars	hbs htmlbars	handlebars hbs	
Harbour		hb	
Hare		ha	
Haskell		hs hs-boot hsc	
Haxe		hx hxsl	
HiveQL		q hql	
HolyC		hc	
Hosts File	hosts		HOSTS hosts hosts.txt
Hurl		hurl	
Hy	hylang	hy	
HyPhy			
IDL		dlm	
IGOR Pro	igor igorpro	ipf	
IL Assembly	ilasm msil	il	
INI	conf dosini	ini cnf container dof lektorproject mount network prefs service socket target timer url	.buckconfig .coveragerc .flake8 .gitreview .pylintrc HOSTS buildozer.spec hosts pylintrc vlcrc
IRC log	irc irc-logs	irclog weechatlog	
ISPC		ispc	
Idris		idr lidr	
Ignore List	ignore gitignore git-ignore	gitignore	.agignore .atomignore .babelignore .bzrignore .ckignore .coffeelintignore .cvsignore .dockerignore .easignore .eleventyignore .eslint-ignore .eslintignore .gitignore .ignore .markdownlintignore .nodemonignore .npmignore .prettierignore .rgignore .stylelintignore .vercelignore .vscodeignore gitignore-global gitignore_global
ImHex Pattern Language	ImHex ImHexPatternLanguage imhexpl	hexpat	
ImageJ Macro	ijm	ijm	
Imba		imba	
Inform 7	i7 inform7	ni i7x	
Ink		ink	
Inno Setup		iss isl	
Io		io	
Ioke		ik	
Isabelle		thy	
Isabelle ROOT			ROOT
J		ijs	
JAR Manifest			MANIFEST.MF
JASS	jass2	j	
JCL		jcl	
JFlex		flex jflex	
JSON	geojson jsonl sarif topojson	json 4DForm 4DProject avsc geojson gltf har JSON-tmLanguage json.example jsonl mcmeta sarif slnlaunch tfstate tfstate.backup topojson webapp webmanifest yy yyp	.all-contributorsrc .arcconfig .auto-changelog .c8rc .htmlhintrc .imgbotconfig .nycrc .releaserc .secrets.baseline .tern-config .tern-project .watchmanconfig MODULE.bazel.lock Package.resolved Pipfile.lock bun.lock composer.lock deno.lock flake.lock mcmod.info
JSON with Comments	jsonc	jsonc code-snippets code-workspace hujson sublime-build sublime-color-scheme sublime-commands sublime-completions sublime-keymap sublime-macro sublime-menu sublime-mousemap sublime-project sublime-settings sublime-theme sublime-workspace sublime_metrics sublime_session tsconfig.json	.babelrc .devcontainer.json .eslintrc .eslintrc.json .jscsrc .jshintrc .jslintrc .oxlintrc.json .swcrc api-extractor.json devcontainer.json jsconfig.json language-configuration.json tsconfig.json tslint.json
JSON5		json5	
JSONLD		jsonld	
JSONiq			
Jac		jac	
Jai		jai	
Janet		janet	
Jasmin			
Java		java jav jsh	
Java Properties		properties	
Java Server Pages	jsp	jsp tag	
Java Template Engine	jte	jte	
JavaScript	js node	js _js bones cjs es6 gs jake javascript jsb jscad jsfl jslib jsm jspre jss jsx mjs njs pac sjs ssjs xsjs xsjslib	Jakefile
JavaScript+ERB		js.erb	
Jest Snapshot		snap	
JetBrains MPS	mps	mps mpl msd	
Jinja	django html+django html+jinja htmldjango	jinja j2 jinja2	
Jison		jison	
Jison Lex		jisonlex	
Jolie		ol iol	
Jsonnet		jsonnet libsonnet	
Julia		jl	
Julia REPL			
Jupyter Notebook	IPython-Notebook	ipynb	Notebook
Just	Justfile	just	.JUSTFILE .Justfile .justfile JUSTFILE Justfile justfile
KCL		k	kcl.mod kcl.mod.lock
KDL		kdl	
KFramework			
KRL		krl	
Kaitai Struct	ksy	ksy	
KakouneScript	kak kakscript	kak	kakrc
KerboScript		ks	
KiCad Layout	pcbnew	kicad_pcb kicad_mod kicad_wks	fp-lib-table
KiCad Legacy Layout		brd	
KiCad Schematic	eeschema-schematic	kicad_sch kicad_sym	
Kickstart			
Kit		kit	
KoLmafia ASH		ash	
Koka		kk	
Kotlin		kt ktm kts	
Kusto		csl kql	
LFE		lfe	
LLVM		ll	
LOLCODE		lol	
LSL		lsl lslp	
LTspice Symbol			
LabVIEW		lvproj lvclass lvlib	
Lambdapi			
Langium		langium	
Lark		lark	
Lasso	lassoscript	lasso las lasso8 lasso9	
Latte		latte	
Lean		lean hlean	
Lean 4	lean4		
Leo		leo	
Less	less-css	less	
Lex	flex	l lex	Lexer.x lexer.x
LigoLANG		ligo	
LilyPond		ly ily	
Limbo			
Linear Programming			
Linker Script		ld lds	ld.script
Linux Kernel Module			
Liquid		liquid	
Liquidsoap		liq	
Literate Agda		lagda	
Literate CoffeeScript	litcoffee	litcoffee coffee.md	
Literate Haskell	lhaskell lhs	lhs	
LiveCode Script		livecodescript	
LiveScript	live-script ls	ls _ls	Slakefile
Lobster		lobster	
Logos		xm xi	
Logtalk		lgt logtalk	
LookML		lkml lookml	
LoomScript			
Lua		lua fcgi nse p8 pd_lua rbxs rockspec wlua	.luacheckrc
Luau		luau	
M	mumps	mumps	
M3U	hls-playlist m3u-playlist	m3u m3u8	
M4		m4	
M4Sugar	autoconf		configure.ac
MATLAB	octave	matlab	
MAXScript		ms mcr	
MDX		mdx	
MLIR		mlir	
MQL4		mq4	
MQL5		mq5 mqh	
MTML		mtml	
MUF		muf	
Macaulay2	m2	m2	
Makefile	bsdmake make mf	mak make makefile mk mkfile	BSDmakefile GNUmakefile Kbuild Makefile Makefile.am Makefile.boot Makefile.frag Makefile.in Makefile.inc Makefile.pc Makefile.wat makefile makefile.sco mkfile
Mako		mako mao	
Markdown	md pandoc	md livemd markdown mdown mdwn mkd mkdn mkdown ronn scd workbook	contents.lr
Marko	markojs	marko	
Mask		mask	
Mathematical Programming System			
Maven POM			pom.xml
Max	max/msp maxmsp	maxpat maxhelp maxproj mxt pat	
MeTTa		metta	
Mercury			
Mermaid	mermaid-example	mmd mermaid	
Meson			meson.build meson_options.txt
Metal		metal	
Microsoft Developer Studio Project			
Microsoft Visual Studio Solution		sln	
MiniD		minid	
MiniScript			
MiniYAML			
MiniZinc		mzn	
MiniZinc Data		dzn	
Mint		mint	
Mirah		druby duby mirah	
Modelica		mo	
Modula-2		mod	
Modula-3		i3 ig m3 mg	
Module Management System		mms mmk	descrip.mmk descrip.mms
Mojo		mojo	
Monkey		monkey monkey2	
Monkey C		mc	
Moocode		moo	
MoonBit		mbt	
MoonScript		moon	
Motoko			
Motorola 68K Assembly	m68k	x68	
Move		move	
Muse	amusewiki emacs-muse	muse	
Mustache		mustache	
Myghty		myt	
NASL		nasl	
NCL		ncl	
NEON	nette-object-notation ne-on	neon	
NL		nl	
NMODL			
NPM Config	npmrc		.npmrc
NSIS		nsi nsh	
NWScript		nss	
Nasal		nas	
Nearley		ne nearley	
Nemerle		n	
NetLinx		axs axi	
NetLinx+ERB		axs.erb axi.erb	
NetLogo		nlogo	
NewLisp			
Nextflow		nf	nextflow.config
Nginx	nginx-configuration-file	nginx nginxconf	nginx.conf
Nickel			
Nim		nim nim.cfg nimble nimrod nims	nim.cfg
Ninja		ninja	
Nit		nit	
Nix	nixos	nix	
Noir	nargo	nr	
Nu	nush		Nukefile
NumPy		numpy numpyw numsc	
Nunjucks	njk	njk	
Nushell	nu-script nushell-script	nu	
OASv2-json			
OASv2-yaml			
OASv3-json			
OASv3-yaml			
OCaml		ml eliom eliomi ml4 mli mll mly	
OMNeT++ MSG	omnetpp-msg	msg	
OMNeT++ NED	omnetpp-ned	ned	
Oberon		ob2	
ObjDump		objdump	
Object Data Instance Notation			
ObjectScript			
Objective-C	obj-c objc objectivec	m	
Objective-C++	obj-c++ objc++ objectivec++	mm	
Objective-J	obj-j objectivej objj	sj	
Odin	odinlang odin-lang	odin	
Omgrofl		omgrofl	
Opa		opa	
Opal		opal	
Open Policy Agent		rego	
OpenAPI Specification v2	oasv2		
OpenAPI Specification v3	oasv3		
OpenCL		opencl	
OpenEdge ABL	progress openedge abl	p	
OpenQASM		qasm	
OpenRC runscript	openrc		
OpenSCAD		scad	
OpenStep Property List		glyphs	
OpenType Feature File	AFDKO	fea	
Option List	opts ackrc		.ackrc .rspec .yardopts ackrc mocha.opts
Org		org	
OverPy	opy	opy	
OverpassQL		overpassql	
Ox		ox oxh oxo	
Oxygene		oxygene	
Oz		oz	
P4		p4	
PDDL		pddl	
PEG.js		pegjs peggy	
PHP	inc	php aw ctp inc php3 php4 php5 phps phpt	.php .php_cs .php_cs.dist Phakefile
PLSQL		pls bdy ddl fnc pck pkb pks plb plsql prc spc tpb tps trg vw	
PLpgSQL		pgsql	
POV-Ray SDL	pov-ray povray	pov	
Pact		pact	
Pan		pan	
Papyrus		psc	
Parrot		parrot	
Parrot Assembly	pasm	pasm	
Parrot Internal Representation	pir	pir	
Pascal	delphi objectpascal	pas dfm dpr lpr pascal	
Pawn		pwn sma	
Pep8		pep	
Perl	cperl	pl cgi perl ph plx pm psgi t	.latexmkrc Makefile.PL Rexfile ack cpanfile latexmkrc
Pic	pikchr	pic chem	
Pickle			
PicoLisp			
PigLatin		pig	
Pike		pike pmod	
Pip Requirements			dev-requirements.txt requirements-dev.txt requirements.lock.txt requirements.txt
Pkl		pkl	
PlantUML		puml iuml plantuml	
Pod		pod	
Pod 6		pod6	
PogoScript		pogo	
Polar		polar	
Pony		pony	
Portugol		por	
PostCSS		pcss postcss	
PostScript	postscr	ps eps epsi pfa	
Power Query	powerquery	pq	
PowerBuilder		pbt sra sru srw	
PowerShell	posh pwsh	ps1 psd1 psm1	
Praat		praat	
Prisma		prisma	
Pro*C		pc	
Processing		pde	
Procfile			Procfile
Proguard			
Prolog		prolog yap	
Promela		pml	
Propeller Spin		spin	
Protocol Buffer	proto protobuf Protocol-Buffers	proto	
Protocol Buffer Text Format	text-proto protobuf-text-format	textproto pbtxt txtpb	
Public Key		pub	
Pug		jade pug	
Puppet		pp	Modulefile
Pure Data		pd	
PureBasic		pb pbi	
PureScript		purs	
Pyret		arr	
Python	py py3 python3 rusthon	py gyp gypi lmi py3 pyde pyi pyp pyt pyw tac wsgi xpy	.gclient DEPS SConscript SConstruct wscript
Python console	pycon		
Python traceback		pytb	
Q#	qsharp	qs	
QML		qml qbs	
QMake		pro pri	
Qt Script			installscript.qs toolchain_installscript.qs
Quake			m3makefile m3overrides
QuakeC		qc	
Quartus Simulation IP		sip	
QuickBASIC	qb qbasic qb64 classic-qbasic classic-quickbasic		
Quint		qnt	
R	Rscript splus	r rd rhistory rsx	.Rapp.history .Rhistory .Rprofile expr-dist
RAML		raml	
RAScript		rascript	
RBS		rbs	
RDoc		rdoc	
REALbasic		rbbas rbfrm rbmnu rbres rbtbar rbuistate	
REXX	arexx	rexx pprx rex	
RMarkdown		qmd rmd	
RON		ron	
ROS Interface	rosmsg	action srv	
RPC	rpcgen oncrpc xdr		
RPGLE	ile-rpg sqlrpgle	rpgle sqlrpgle	
RPM Spec	specfile	spec	
RUNOFF		rnh rno	
Racket		rkt rktd rktl scrbl	
Ragel	ragel-rb ragel-ruby	rl	
Raku	perl6 perl-6	6pl 6pm nqp p6 p6l p6m pl6 pm6 raku rakumod	
Rascal		rsc	
Raw token data	raw	raw	
ReScript		res resi	
Readline Config	inputrc readline		.inputrc inputrc
Reason		re rei	
ReasonLIGO		religo	
Rebol		reb r2 r3 rebol	
Record Jar			language-subtag-registry.txt
Red	red/system	red	
Redcode		cw	
Redirect Rules	redirects		_redirects
Redscript		reds	
Regular Expression	regexp regex	regexp regex	
Ren'Py	renpy	rpy	
RenderScript		rsh	
Rez			
Rhai		rhai	
Rich Text Format		rtf	
Ring		ring	
Riot		riot	
RobotFramework		robot resource	
Robots Exclusion Rules	robots robots-txt robotx.txt		robots.txt
Roc		roc	
Rocq Prover	coq rocq	coq	
Roff	groff man manpage man-page man-page mdoc nroff troff	roff 1in 1m 1x 2 3 3in 3m 3p 3pm 3qt 3x 4 5 6 7 8 9 man mdoc me tmac	eqnrc mmn mmt troffrc troffrc-end
Roff Manpage		1	
Rouge		rg	
RouterOS Script			
Ruby	jruby macruby rake rb rbx	rb builder eye gemspec god jbuilder mspec pluginspec podspec prawn rabl rake rbi rbuild rbw rbx ru ruby thor watchr	.irbrc .pryrc .simplecov Appraisals Berksfile Brewfile Buildfile Capfile Dangerfile Deliverfile Fastfile Gemfile Guardfile Jarfile Mavenfile Podfile Puppetfile Rakefile Snapfile Steepfile Thorfile Vagrantfile buildfile
Rust	rs	rs rs.in	
SAS		sas	
SCSS		scss	
SELinux Policy	SELinux-Kernel-Policy-Language sepolicy	te	file_contexts genfs_contexts initial_sids port_contexts security_classes
SIP			
SMT		smt2 smt z3	
SPARQL		sparql rq	
SQF		sqf hqf	
SQL		sql mysql tab udf viw	
SQLPL		db2	
SRecode Template			
SSH Config	sshconfig sshdconfig ssh_config sshd_config		ssh-config ssh_config sshconfig sshconfig.snip sshd-config sshd_config
STAR			
STL	ascii-stl stla	stl	
STON		ston	
SVG		svg	
SWIG		i swg swig	
Sage		sage sagews	
Sail		sail	
Salt	saltstack saltstate	sls	
Sass		sass	
Scala		scala kojo sbt	
Scaml		scaml	
Scenic		scenic	
Scheme		scm sld sps ss	
Scilab		sci sce	
Self		self	
ShaderLab		shader	
Shell	sh shell-script bash zsh envrc	sh bash bats command ksh pacscript sbatch sh.in slurm tmux tool zsh zsh-theme	.bash_aliases .bash_functions .bash_history .bash_logout .bash_profile .bashrc .cshrc .envrc .flaskenv .kshrc .login .profile .tmux.conf .xinitrc .xsession .zlogin .zlogout .zprofile .zshenv .zshrc 9fs PKGBUILD bash_aliases bash_logout bash_profile bashrc cshrc gradlew kshrc login man mvnw profile tmux.conf xinitrc xsession zlogin zlogout zprofile zshenv zshrc
ShellCheck Config	shellcheckrc		.shellcheckrc
ShellSession	bash-session console	sh-session	
Shen		shen	
Sieve		sieve	
Simple File Verification	sfv	sfv	
Singularity			Singularity
Slang		slang	
Slash		sl	
Slice		ice	
Slim		slim	
Slint		slint	
SmPL	coccinelle	cocci	
Smali		smali	
Smalltalk	squeak	st	
Smarty		tpl	
Smithy		smithy	
Snakemake	snakefile	smk snakefile	Snakefile
Solidity		sol	
Soong			Android.bp
SourcePawn	sourcemod	sp	
SpiceDB Schema		zed	
Spline Font Database		sfd	
Squirrel		nut	
Stan		stan	
Standard ML	sml	fun sig sml	
Starlark	bazel bzl	bzl star	BUCK BUILD BUILD.bazel MODULE.bazel Tiltfile WORKSPACE WORKSPACE.bazel WORKSPACE.bzlmod
Stata		do ado doh ihlp mata matah sthlp	
StringTemplate			
Stylus		styl	
SubRip Text		srt	
SugarSS		sss	
SuperCollider		sc	
SurrealQL	surql	surql	
Survex data			
Svelte		svelte	
Sway		sw	
Sweave		rnw	
Swift		swift	
SystemVerilog		sv svh vh	
TI Program		8xp 8xp.txt	
TL-Verilog		tlv	
TLA		tla	
TMDL	Tabular-Model-Definition-Language	tmdl	
TOML		toml toml.example	Cargo.lock Cargo.toml.orig Gopkg.lock Pipfile mise.local.lock mise.lock pdm.lock poetry.lock uv.lock
TSPLIB data	travelling-salesman-problem traveling-salesman-problem		
TSQL			
TSV	tab-seperated-values	tsv	
TSX	typescriptreact	tsx	
TXL		txl	
Tact		tact	
Talon		talon	
Tape	vhs	tape	
Tcl	sdc xdc	tcl adp sdc tcl.in tm xdc	owh starfield
Tcsh		tcsh csh	
TeX	latex	tex aux bbx cbx dtx ins lbx ltx mkii mkiv mkvi sty	
Tea		tea	
Teal		tl	
Terra			
Terraform Template		tftpl	
Texinfo		texinfo texi txi	
Text	fundamental plain-text	txt nb no	CITATION CITATIONS COPYING COPYING.regex COPYRIGHT.regex FONTLOG INSTALL INSTALL.mysql LICENSE LICENSE.mysql NEWS README.me README.mysql README.nss README.pc click.me delete.me keep.me package.mask package.use.mask package.use.stable.mask read.me readme.1st test.me use.mask use.stable.mask
TextGrid		TextGrid	
TextMate Properties	tm-properties		.tm_properties
Textile		textile	
Thrift		thrift	
Toit		toit	
Tolk		tolk	
Tor Config	torrc		torrc
Tree-sitter Query	tsq		
Turing		tu	
Turtle		ttl	
Twig		twig	
Type Language	tl		
TypeScript	ts	ts cts mts	
TypeSpec	tsp	tsp	
Typst	typ	typ	
Unified Parallel C		upc	
Unity3D Asset		anim asset mat meta prefab unity	
Unix Assembly	gas gnu-asm unix-asm		
Uno		uno	
UnrealScript		uc	
Untyped Plutus Core		uplc	
UrWeb	Ur/Web Ur	ur urs	
V	vlang		
VBA	visual-basic-for-applications	frm vba	
VBScript		vbs	
VCL		vcl	
VHDL		vhdl vhd vhf vhi vho vhs vht vhw	
Vala		vala vapi	
Valve Data Format	keyvalues vdf	vdf vmf	
Velocity Template Language	vtl velocity	vtl	
Vento		vto	
Verilog		v veo	
Verse		verse	
Vespa Schema Definition	vespa	sd	
Vim Help File	help vimhelp		
Vim Snippet	SnipMate UltiSnip UltiSnips NeoSnippet	snip snippet snippets	
Vim script	vim viml nvim vimscript	vim vimrc vmb	.exrc .gvimrc .nvimrc .vimrc _vimrc gvimrc nvimrc vimrc
Visual Basic .NET	visual-basic vbnet vb-.net vb.net	vb vbhtml	
Visual Basic 6.0	vb6 vb-6 visual-basic-6 visual-basic-classic classic-visual-basic	ctl Dsr	
Volt		volt	
Vue		vue	
Vyper		vy	
WDL	Workflow-Description-Language	wdl	
WGSL		wgsl	
Wavefront Material		mtl	
Wavefront Object		obj	
Web Ontology Language		owl	
WebAssembly	wast wasm	wast wat	
WebAssembly Interface Type	wit	wit	
WebIDL		webidl	
WebVTT	vtt	vtt	
Wget Config	wgetrc		.wgetrc
Whiley		whiley	
Wikitext	mediawiki wiki	mediawiki wiki wikitext	
Win32 Message File			
Windows Registry Entries		reg	
Witcher Script		ws	
Wolfram Language	mathematica mma wolfram wolfram-lang wl	mathematica cdf ma mt nbp wl wls wlt	
Wollok		wlk	
World of Warcraft Addon Data		toc	
Wren	wrenlang	wren	
X BitMap	xbm	xbm	
X Font Directory Index			encodings.dir fonts.alias fonts.dir fonts.scale
X PixMap	xpm	xpm	
X10	xten	x10	
XC		xc	
XCompose			.XCompose XCompose xcompose
XML	rss xsd wsdl	xml adml admx ant axaml axml builds ccproj ccxml clixml cproject cscfg csdef csproj ct depproj dita ditamap ditaval dll.config dotsettings filters fsproj fxml glade gmx gpx grxml hzp icls iml ivy jelly jsproj kml launch mdpolicy meta4 mjml mxml natvis ndproj nproj nuspec odd osm pkgproj proj props ps1xml psc1 pt pubxml qhelp rbxmx rdf resx rss scxml sfproj shproj slnx srdf storyboard sublime-snippet targets tml ui urdf ux vbproj vcxproj vsixmanifest vssettings vstemplate vxml wixproj wsdl wsf wxi wxl wxs x3d xacro xaml xib xlf xliff xmi xml.dist xmp xproj xsd xspec xul zcml	.classpath .cproject .project App.config NuGet.config Settings.StyleCop Web.Debug.config Web.Release.config Web.config packages.config
XML Property List		plist stTheme tmCommand tmLanguage tmPreferences tmSnippet tmTheme	
XPages		xsp-config xsp.metadata	
XProc		xpl xproc	
XQuery		xquery xq xql xqm xqy	
XS		xs	
XSLT	xsl	xslt xsl	
Xmake			xmake.lua
Xojo		xojo_code xojo_menu xojo_report xojo_script xojo_toolbar xojo_window	
Xonsh		xsh	
Xtend		xtend	
YAML	yml	yml mir reek rviz sublime-syntax syntax yaml yaml-tmlanguage yaml.sed yml.mysql	.clang-format .clang-tidy .clangd .eslintrc .gemrc .releaserc CITATION.cff glide.lock pixi.lock yarn.lock
YANG		yang	
YARA		yar yara	
YASnippet	snippet yas	yasnippet	
Yacc		y yacc	
Yul		yul	
ZAP		zap xzap	
ZIL		zil mud	
Zeek	bro	zeek bro	
ZenScript		zs	
Zephir		zep	
Zig		zig zig.zon	
Zimpl		zimpl zmpl zpl	
Zmodel		zmodel	
cURL Config	curlrc		.curlrc _curlrc
crontab	cron cron-table		crontab
desktop		desktop desktop.in	
dircolors		dircolors	.dir_colors .dircolors DIR_COLORS _dir_colors _dircolors dir_colors
eC		ec eh	
edn		edn	
fish		fish	
hoon		hoon	
iCalendar	iCal	ics ical	
jq		jq	
kvlang		kv	
mIRC Script		mrc	
mcfunction		mcfunction	
mdsvex		svx	
mupad		mu	
nanorc		nanorc	.nanorc nanorc
nesC		nc	
ooc		ooc	
pkg-config	pkgconf	pc.in	
q			
reStructuredText	rst	rst rest rest.txt rst.txt	
sed		sed	
templ		templ	
ucode			
vCard	virtual-contact-file electronic-business-card	vcf	
wisp		wisp	
xBase	advpl clipper foxpro	prg prw	
`;
