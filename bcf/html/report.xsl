<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: MIT -->
<!-- Lays the report out. No figure is worked out here: each stands in the model as it is shown. What
     is computed are places of marks in a drawing, from whole numbers that the model gives. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="*"/>

  <!-- Whole pages -->

  <xsl:template name="head">
    <xsl:param name="title"/>
    <head>
      <meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="{allowed}"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title><xsl:value-of select="$title"/></title>
      <style><xsl:value-of select="style"/></style>
    </head>
  </xsl:template>

  <xsl:template match="/nation">
    <html lang="en-GB">
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="concat(@title, ': ', @everybody)"/>
      </xsl:call-template>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
          <p class="kicker">Better Care Fund · settlement report</p>
          <h1><xsl:value-of select="@title"/></h1>
          <p class="about">Policy <xsl:value-of select="@policy"/>, version <xsl:value-of
            select="@version"/>. Data: <xsl:value-of select="@data"/> (<xsl:value-of
            select="@vintage"/>).</p>
        </header>
        <nav aria-label="In this report">
          <ul>
            <li><a href="#overview">One page</a></li>
            <xsl:for-each select="section">
              <li><a href="#{@id}"><xsl:value-of select="@title"/></a></li>
            </xsl:for-each>
            <li><a href="#boards">Each board</a></li>
          </ul>
        </nav>
        <main id="main">
          <div class="sheet" id="overview">
            <xsl:apply-templates select="opening"/>
            <xsl:apply-templates select="overview"/>
          </div>
          <xsl:apply-templates select="section"/>
          <div id="boards">
            <h2>Each board</h2>
            <xsl:apply-templates select="list"/>
            <xsl:comment>boards</xsl:comment>
          </div>
        </main>
        <script><xsl:value-of select="script"/></script>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="/alone">
    <html lang="en-GB">
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="concat(@title, ': Better Care Fund statement')"/>
      </xsl:call-template>
      <body class="alone">
        <main id="main">
          <xsl:apply-templates select="statement|schedule"/>
        </main>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="/whole-board">
    <section class="board" id="{@code}" aria-labelledby="{@code}-name">
      <xsl:apply-templates select="statement"/>
      <xsl:apply-templates select="details|p"/>
      <xsl:apply-templates select="schedule"/>
      <p class="back"><a href="#boards">All boards</a></p>
    </section>
  </xsl:template>

  <!-- What the nation's page begins with -->

  <xsl:template match="opening">
    <div class="opening">
      <xsl:apply-templates select="notice"/>
      <dl class="keys">
        <xsl:for-each select="key">
          <div>
            <dt><xsl:value-of select="@label"/></dt>
            <dd class="figure"><xsl:value-of select="@figure"/></dd>
            <dd class="more"><xsl:value-of select="@more"/></dd>
          </div>
        </xsl:for-each>
      </dl>
      <div class="terms"><xsl:apply-templates select="p"/></div>
    </div>
  </xsl:template>

  <xsl:template match="notice">
    <p class="notice"><strong><xsl:value-of select="."/></strong></p>
  </xsl:template>

  <xsl:template match="overview">
    <div class="charts"><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="section">
    <section id="{@id}">
      <h2><xsl:value-of select="@title"/></h2>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <xsl:template match="list">
    <ul class="index">
      <xsl:for-each select="board">
        <li><a href="#{@code}"><xsl:value-of select="@name"/></a></li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- What the program's pages are made of -->

  <xsl:template match="heading">
    <h3><xsl:value-of select="."/></h3>
  </xsl:template>
  <xsl:template match="alone//heading">
    <h2><xsl:value-of select="."/></h2>
  </xsl:template>
  <xsl:template match="p">
    <p><xsl:value-of select="."/></p>
  </xsl:template>
  <xsl:template match="item">
    <p class="item"><xsl:value-of select="."/></p>
  </xsl:template>
  <xsl:template match="subitem">
    <p class="item sub"><xsl:value-of select="."/></p>
  </xsl:template>

  <xsl:template match="table">
    <xsl:variable name="caption">
      <xsl:choose>
        <xsl:when test="parent::schedule"><xsl:value-of select="../@grant"/>, district by district</xsl:when>
        <xsl:otherwise><xsl:value-of select="preceding-sibling::heading[1]"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <div class="scroll" role="group" tabindex="0" aria-label="{$caption}">
      <table>
        <caption><xsl:value-of select="$caption"/></caption>
        <thead>
          <tr>
            <xsl:for-each select="column">
              <th scope="col"><xsl:if test="@figures"><xsl:attribute
                name="class">n</xsl:attribute></xsl:if><xsl:value-of select="."/></th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody>
          <xsl:apply-templates select="row"/>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="row">
    <tr>
      <xsl:if test="@total"><xsl:attribute name="class">total</xsl:attribute></xsl:if>
      <xsl:for-each select="cell">
        <xsl:variable name="place" select="position()"/>
        <xsl:choose>
          <xsl:when test="$place = 1 and . != ''">
            <th scope="row"><xsl:value-of select="."/></th>
          </xsl:when>
          <xsl:otherwise>
            <td><xsl:if test="../../column[$place]/@figures"><xsl:attribute
              name="class">n</xsl:attribute></xsl:if><xsl:value-of select="."/></td>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </tr>
  </xsl:template>

  <!-- One board -->

  <xsl:template match="statement">
    <div class="sheet statement">
      <p class="kicker">Better Care Fund · statement for the Health and Wellbeing Board</p>
      <xsl:choose>
        <xsl:when test="/alone"><h1><xsl:value-of select="@name"/></h1></xsl:when>
        <xsl:otherwise><h2 id="{@code}-name"><xsl:value-of select="@name"/></h2></xsl:otherwise>
      </xsl:choose>
      <p class="about"><xsl:value-of select="@code"/> · <xsl:value-of select="@kind"/>. <xsl:value-of
        select="@policy"/>. Data: <xsl:value-of select="@data"/>.</p>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="details">
    <details>
      <summary>Every figure of <xsl:value-of select="../@name"/></summary>
      <xsl:apply-templates/>
    </details>
  </xsl:template>

  <xsl:template match="schedule">
    <div class="sheet schedule">
      <xsl:choose>
        <xsl:when test="/alone"><h2><xsl:value-of select="concat(@name, ': ', @grant, ' to be passed on')"/></h2></xsl:when>
        <xsl:otherwise><h3><xsl:value-of select="@grant"/> to be passed on</h3></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="metrics">
    <xsl:variable name="caption">Metrics against ambition</xsl:variable>
    <xsl:choose>
      <xsl:when test="/alone"><h2><xsl:value-of select="$caption"/></h2></xsl:when>
      <xsl:otherwise><h3><xsl:value-of select="$caption"/></h3></xsl:otherwise>
    </xsl:choose>
    <div class="scroll" role="group" tabindex="0" aria-label="{$caption}">
      <table class="metrics">
        <caption><xsl:value-of select="$caption"/></caption>
        <thead>
          <tr>
            <th scope="col">Payment</th><th scope="col">Metric</th>
            <th scope="col" class="n">Baseline</th><th scope="col" class="n">Ambition</th>
            <th scope="col" class="n">Actual</th><th scope="col" class="n">Achieved</th>
            <th scope="col">Status</th><th scope="col">The way so far</th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="metric"/></tbody>
      </table>
    </div>
    <p class="key"><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path
      class="baseline" d="M6 1v10"/></svg> baseline <svg width="12" height="12" viewBox="0 0 12 12"
      aria-hidden="true"><path class="ambition" d="M6 1l5 5-5 5-5-5z"/></svg> ambition <svg width="12"
      height="12" viewBox="0 0 12 12" aria-hidden="true"><circle class="actual" cx="6" cy="6"
      r="4"/></svg> actual</p>
  </xsl:template>

  <xsl:template match="metric">
    <tr data-key="{@payment} {@id}">
      <td><xsl:value-of select="@when"/></td>
      <th scope="row"><xsl:value-of select="@words"/></th>
      <td class="n"><xsl:value-of select="@baseline"/></td>
      <td class="n"><xsl:value-of select="@ambition"/></td>
      <td class="n"><xsl:value-of select="@actual"/></td>
      <td class="n"><xsl:value-of select="@achieved"/></td>
      <td><xsl:value-of select="@status"/></td>
      <td>
        <xsl:if test="@at-baseline">
          <svg class="bullet" width="120" height="16" viewBox="0 0 120 16" role="img">
            <title>
              <xsl:text>Baseline </xsl:text><xsl:value-of select="@baseline"/>
              <xsl:if test="@at-ambition">, ambition <xsl:value-of select="@ambition"/></xsl:if>
              <xsl:choose>
                <xsl:when test="@at-actual">, actual <xsl:value-of select="@actual"/></xsl:when>
                <xsl:otherwise>, not counted yet</xsl:otherwise>
              </xsl:choose>
            </title>
            <path class="rail" d="M10 8h100"/>
            <path class="baseline" d="M{10 + @at-baseline} 2v12"/>
            <xsl:if test="@at-ambition">
              <path class="ambition" d="M{10 + @at-ambition} 3l5 5-5 5-5-5z"/>
            </xsl:if>
            <xsl:if test="@at-actual">
              <circle class="actual" cx="{10 + @at-actual}" cy="8" r="4"/>
            </xsl:if>
          </svg>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- Charts -->

  <!-- Three columns at x = 0, 400 and 1186; the fund is 340 high, and 16 lie between two nodes. -->
  <xsl:template match="flow">
    <!-- nodes below one another: as many as the fullest column has -->
    <xsl:variable name="deepest">
      <xsl:for-each select="node">
        <xsl:sort select="@place" data-type="number" order="descending"/>
        <xsl:if test="position() = 1"><xsl:value-of select="@place"/></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <figure class="flow">
      <figcaption id="flow-title">Where the money comes from, and where it goes</figcaption>
      <div class="scroll" role="group" tabindex="0" aria-labelledby="flow-title">
        <svg viewBox="0 -4 1200 {376 + 16 * $deepest}" role="img"
             aria-labelledby="flow-title flow-words">
          <desc id="flow-words">
            <xsl:for-each select="node">
              <xsl:choose>
                <xsl:when test="@column = 0">From </xsl:when>
                <xsl:when test="@column = 1">As </xsl:when>
                <xsl:otherwise>To </xsl:otherwise>
              </xsl:choose>
              <xsl:value-of select="concat(@label, ': ', @amount, '. ')"/>
            </xsl:for-each>
          </desc>
          <text class="head" x="0" y="10">Put in by</text>
          <text class="head" x="400" y="10">Part of the fund</text>
          <text class="head" x="1200" y="10" text-anchor="end">Where it goes</text>
          <g transform="translate(0 22)">
            <xsl:apply-templates select="link"/>
            <xsl:apply-templates select="node"/>
          </g>
        </svg>
      </div>
    </figure>
  </xsl:template>

  <xsl:template match="link">
    <xsl:variable name="left" select="../node[@column = current()/@column][@place = current()/@from]"/>
    <xsl:variable name="right"
                  select="../node[@column = current()/@column + 1][@place = current()/@to]"/>
    <xsl:variable name="y" select="round(($left/@from + @leaves) * 0.34) div 10 + 16 * @from"/>
    <xsl:variable name="z" select="round(($right/@from + @enters) * 0.34) div 10 + 16 * @to"/>
    <xsl:variable name="high" select="round(@size * 0.34) div 10"/>
    <xsl:variable name="x" select="14 + 400 * @column"/>
    <xsl:variable name="end" select="400 + 786 * @column"/>
    <xsl:variable name="middle" select="($x + $end) div 2"/>
    <path class="link c{@column = 1}" d="M{$x} {$y}C{$middle} {$y} {$middle} {$z} {$end} {$z}v{$high}C{$middle} {$z + $high} {$middle} {$y + $high} {$x} {$y + $high}z"/>
  </xsl:template>

  <xsl:template match="node">
    <xsl:variable name="x">
      <xsl:choose>
        <xsl:when test="@column = 0">0</xsl:when>
        <xsl:when test="@column = 1">400</xsl:when>
        <xsl:otherwise>1186</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="y" select="round(@from * 0.034 * 10) div 10 + 16 * @place"/>
    <xsl:variable name="high" select="round(@size * 0.034 * 10) div 10"/>
    <rect class="node" x="{$x}" y="{$y}" width="14" height="{$high}"/>
    <text y="{$y + $high div 2 + 5}">
      <xsl:choose>
        <xsl:when test="@column = 2">
          <xsl:attribute name="x">1178</xsl:attribute>
          <xsl:attribute name="text-anchor">end</xsl:attribute>
        </xsl:when>
        <xsl:otherwise><xsl:attribute name="x"><xsl:value-of
          select="$x + 22"/></xsl:attribute></xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="@label"/><xsl:text> </xsl:text>
      <tspan class="strong"><xsl:value-of select="@amount"/></tspan>
    </text>
  </xsl:template>

  <xsl:template match="bars">
    <figure class="bars">
      <figcaption id="bars-title">What is released, and what held money waits for</figcaption>
      <div class="scroll" role="group" tabindex="0" aria-labelledby="bars-title">
        <svg viewBox="0 0 1200 {28 * count(bar) + 4}" role="img"
             aria-labelledby="bars-title bars-words">
          <desc id="bars-words">
            <xsl:for-each select="bar">
              <xsl:value-of select="concat(@label, ': ', @amount, ', ', @share, '. ')"/>
            </xsl:for-each>
          </desc>
          <xsl:for-each select="bar">
            <g transform="translate(0 {28 * (position() - 1)})">
              <text x="250" y="19" text-anchor="end"><xsl:value-of select="@label"/></text>
              <rect class="rail" x="262" y="4" width="640" height="20"/>
              <rect class="{@kind}" x="262" y="4" width="{round(@size * 0.064)}" height="20"/>
              <text class="strong" x="914" y="19"><xsl:value-of select="@amount"/>
                <tspan class="plain"><xsl:text> </xsl:text><xsl:value-of select="@share"/></tspan></text>
            </g>
          </xsl:for-each>
        </svg>
      </div>
    </figure>
  </xsl:template>

  <xsl:template match="strips">
    <figure class="strips">
      <figcaption id="strips-title">Every board's achievement against the <xsl:value-of
        select="@line-words"/> line, metric by metric: a stroke is a board</figcaption>
      <div class="scroll" role="group" tabindex="0" aria-labelledby="strips-title">
        <svg viewBox="0 -4 1200 {24 * count(strip) + 50}" role="img"
             aria-labelledby="strips-title strips-words">
          <desc id="strips-words">
            <xsl:for-each select="strip">
              <xsl:value-of select="concat(@payment, ', ', @metric, ': ', @above, ' boards at ',
                ../@line-words, ' or above, ', @below, ' below, ', @none, ' not scored. ')"/>
            </xsl:for-each>
          </desc>
          <text class="head" x="302" y="12">-100% and less</text>
          <text class="head" x="{302 + @nothing}" y="12" text-anchor="middle">0%</text>
          <text class="head" x="{302 + @width}" y="12" text-anchor="end">200% and more</text>
          <text class="head" x="1035" y="12" text-anchor="end"><xsl:value-of select="@line-words"/> or above</text>
          <text class="head" x="1105" y="12" text-anchor="end">below</text>
          <text class="head" x="1200" y="12" text-anchor="end">not scored</text>
          <xsl:for-each select="strip">
            <g transform="translate(0 {24 * (position() - 1) + 20})">
              <text x="290" y="14" text-anchor="end"><xsl:value-of
                select="concat(@payment, ', ', @metric)"/></text>
              <rect class="rail" x="298" y="1" width="{../@width + 8}" height="18"/>
              <g transform="translate(302 3)">
                <path class="below" d="{@marks-below}"/>
                <path class="above" d="{@marks-above}"/>
              </g>
              <text x="1035" y="14" text-anchor="end"><xsl:value-of select="concat(@above, @mark)"/></text>
              <text x="1105" y="14" text-anchor="end"><xsl:value-of select="concat(@below, @mark)"/></text>
              <text x="1200" y="14" text-anchor="end"><xsl:value-of select="@none"/></text>
            </g>
          </xsl:for-each>
          <path class="line" d="M{302 + @line} 18v{24 * count(strip) + 6}"/>
          <text x="{302 + @line}" y="{24 * count(strip) + 40}" text-anchor="middle"><xsl:value-of
            select="@line-words"/> of the way from baseline to ambition</text>
        </svg>
      </div>
    </figure>
  </xsl:template>

  <xsl:template match="tiles">
    <figure class="tiles">
      <xsl:if test="@map = 'no'"><xsl:attribute name="class">tiles grid</xsl:attribute></xsl:if>
      <figcaption id="tiles-title">
        <xsl:choose>
          <xsl:when test="band">Which boards: what is released, of what was available</xsl:when>
          <xsl:otherwise>The boards</xsl:otherwise>
        </xsl:choose>
      </figcaption>
      <div class="beside">
      <svg viewBox="0 0 {36 * @columns} {36 * @rows}" role="group" aria-labelledby="tiles-title">
        <xsl:for-each select="tile">
          <a href="#{@code}" transform="translate({36 * @column} {36 * @row})">
            <title><xsl:value-of select="@name"/><xsl:if test="@short != ''"><xsl:value-of
              select="concat(' (', @short, ')')"/></xsl:if><xsl:if test="@words">: <xsl:value-of
              select="@words"/></xsl:if></title>
            <rect class="band{@band}" x="1" y="1" width="34" height="34"/>
            <text x="18" y="21" text-anchor="middle" class="on{@band}"><xsl:value-of
              select="@short"/></text>
            <xsl:if test="@band &gt; 0"><path class="ticks on{@band}" d="M5 29h{6 * @band}"/></xsl:if>
          </a>
        </xsl:for-each>
      </svg>
      <xsl:if test="band">
        <div>
        <p>Each square is a board<xsl:if test="@map = 'yes'">, near its neighbours on the map</xsl:if>;
          it leads to the board's own page.
          The darker the square and the longer the bar in it, the more is released.</p>
        <ul class="legend">
          <xsl:for-each select="band">
            <li><svg width="20" height="20" viewBox="0 0 36 36" aria-hidden="true"><rect
              class="band{@place}" x="1" y="1" width="34" height="34"/><xsl:if
              test="@place &gt; 0"><path class="ticks on{@place}" d="M5 29h{6 * @place}"/></xsl:if></svg>
              <xsl:text> </xsl:text><xsl:value-of select="concat(@words, ': ', @boards)"/></li>
          </xsl:for-each>
        </ul>
        </div>
      </xsl:if>
      </div>
    </figure>
  </xsl:template>

  <xsl:template match="funnel">
    <h3>Ambitions against noise</h3>
    <figure class="funnel">
      <figcaption id="funnel-title">Planned improvement, by how much was counted: below the line it is
        no more than chance would move it at <xsl:value-of select="@level"/> per cent (¶47)</figcaption>
      <div class="scroll" role="group" tabindex="0" aria-labelledby="funnel-title">
        <svg viewBox="0 0 760 310" role="img" aria-labelledby="funnel-title funnel-words">
          <desc id="funnel-words"><xsl:value-of select="concat(@within, ' ambitions', @mark,
            ' are within noise, ', @beyond, ' beyond it.')"/></desc>
          <g transform="translate(60 14)">
            <path class="axis" d="M0 0v{@height}h{@width}"/>
            <text x="-8" y="5" text-anchor="end"><xsl:value-of select="@most"/>%</text>
            <text x="-8" y="{@height + 4}" text-anchor="end">0%</text>
            <text x="0" y="{@height + 20}">0</text>
            <text x="{@width}" y="{@height + 20}" text-anchor="end"><xsl:value-of
              select="@largest"/> counted</text>
            <text x="{@width div 2}" y="{@height + 40}" text-anchor="middle">Events counted in the
              baseline (square root scale)</text>
            <path class="limit" d="{@limit}"/>
            <path class="within" d="{@marks-within}"/>
            <path class="beyond" d="{@marks-beyond}"/>
          </g>
        </svg>
      </div>
      <p class="key">Within noise: <xsl:value-of select="concat(@within, @mark)"/>. Beyond it:
        <xsl:value-of select="concat(@beyond, @mark)"/>. The line is that of counts that come
        independently of one another; each ambition is judged by its own test.</p>
      <p><xsl:value-of select="note"/></p>
    </figure>
  </xsl:template>

  <xsl:template match="matrix">
    <h3 id="matrix-title">Boards by condition and metric</h3>
    <div class="scroll tall" role="group" tabindex="0" aria-labelledby="matrix-title">
      <table class="matrix">
        <caption>Boards by condition and metric</caption>
        <thead>
          <tr>
            <th scope="col" data-sort="words">Board</th>
            <th scope="col" data-sort="order" class="n">Released</th>
            <xsl:for-each select="column">
              <th scope="col" data-sort="order"><span class="group"><xsl:value-of
                select="@group"/></span><xsl:text> </xsl:text><xsl:value-of select="."/></th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="line">
            <tr>
              <th scope="row"><a href="#{@code}"><xsl:value-of select="@name"/></a></th>
              <td class="n" data-order="{@order}"><xsl:value-of select="@released"/></td>
              <xsl:for-each select="cell">
                <td class="{@tone}" data-order="{@order}"><xsl:value-of select="."/></td>
              </xsl:for-each>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
