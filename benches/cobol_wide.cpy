      * A wide record for make bench-cobol: 1,493 bytes, 195 items, each
      * kind of number with one digit to 37.
       01  WIDE-RECORD.
           05  ROW-NO              PIC 9(7)            COMP.
           05  LABEL               PIC X(10).
      * Zoned.
           05  ZONED-1             PIC 9(1).
           05  ZONED-2             PIC 9(2).
           05  ZONED-3             PIC 9(3).
           05  ZONED-4             PIC 9(4).
           05  ZONED-5             PIC 9(5).
           05  ZONED-8             PIC 9(8).
           05  ZONED-9             PIC 9(9).
           05  ZONED-10            PIC 9(10).
           05  ZONED-11            PIC 9(11).
           05  ZONED-17            PIC 9(17).
           05  ZONED-18            PIC 9(18).
           05  ZONED-19            PIC 9(19).
           05  ZONED-20            PIC 9(20).
           05  ZONED-37            PIC 9(37).
           05  ZONED-S2            PIC S9(2).
           05  ZONED-S3            PIC S9(3).
           05  ZONED-S4            PIC S9(4).
           05  ZONED-S5            PIC S9(5).
           05  ZONED-S8            PIC S9(8).
           05  ZONED-S9            PIC S9(9).
           05  ZONED-S10           PIC S9(10).
           05  ZONED-S11           PIC S9(11).
           05  ZONED-S17           PIC S9(17).
           05  ZONED-S18           PIC S9(18).
           05  ZONED-S19           PIC S9(19).
           05  ZONED-S20           PIC S9(20).
           05  ZONED-S37           PIC S9(37).
           05  ZONED-2-1           PIC 9(2)V9(1).
           05  ZONED-2-2           PIC 9(2)V9(2).
           05  ZONED-3-2           PIC 9(3)V9(2).
           05  ZONED-4-4           PIC 9(4)V9(4).
           05  ZONED-5-4           PIC 9(5)V9(4).
           05  ZONED-5-5           PIC 9(5)V9(5).
           05  ZONED-15-2          PIC 9(15)V9(2).
           05  ZONED-16-2          PIC 9(16)V9(2).
           05  ZONED-17-2          PIC 9(17)V9(2).
           05  ZONED-18-10         PIC 9(18)V9(10).
           05  ZONED-S2-1          PIC S9(2)V9(1).
           05  ZONED-S2-2          PIC S9(2)V9(2).
           05  ZONED-S3-2          PIC S9(3)V9(2).
           05  ZONED-S4-4          PIC S9(4)V9(4).
           05  ZONED-S5-4          PIC S9(5)V9(4).
           05  ZONED-S5-5          PIC S9(5)V9(5).
           05  ZONED-S15-2         PIC S9(15)V9(2).
           05  ZONED-S16-2         PIC S9(16)V9(2).
           05  ZONED-S17-2         PIC S9(17)V9(2).
           05  ZONED-S18-10        PIC S9(18)V9(10).
      * Zoned, with a decimal point of its own.
           05  POINT-S3-2          PIC S9(3).9(2).
           05  POINT-S4-4          PIC S9(4).9(4).
           05  POINT-S5-4          PIC S9(5).9(4).
           05  POINT-S5-5          PIC S9(5).9(5).
      * Binary.
           05  BINARY-1            PIC 9(1)            COMP.
           05  BINARY-2            PIC 9(2)            COMP.
           05  BINARY-3            PIC 9(3)            COMP.
           05  BINARY-4            PIC 9(4)            COMP.
           05  BINARY-5            PIC 9(5)            COMP.
           05  BINARY-8            PIC 9(8)            COMP.
           05  BINARY-9            PIC 9(9)            COMP.
           05  BINARY-10           PIC 9(10)           COMP.
           05  BINARY-11           PIC 9(11)           COMP.
           05  BINARY-17           PIC 9(17)           COMP.
           05  BINARY-18           PIC 9(18)           COMP.
           05  BINARY-19           PIC 9(19)           COMP.
           05  BINARY-20           PIC 9(20)           COMP.
           05  BINARY-37           PIC 9(37)           COMP.
           05  BINARY-S1           PIC S9(1)           COMP.
           05  BINARY-S2           PIC S9(2)           COMP.
           05  BINARY-S3           PIC S9(3)           COMP.
           05  BINARY-S4           PIC S9(4)           COMP.
           05  BINARY-S5           PIC S9(5)           COMP.
           05  BINARY-S8           PIC S9(8)           COMP.
           05  BINARY-S9           PIC S9(9)           COMP.
           05  BINARY-S10          PIC S9(10)          COMP.
           05  BINARY-S11          PIC S9(11)          COMP.
           05  BINARY-S17          PIC S9(17)          COMP.
           05  BINARY-S18          PIC S9(18)          COMP.
           05  BINARY-S19          PIC S9(19)          COMP.
           05  BINARY-S20          PIC S9(20)          COMP.
           05  BINARY-S37          PIC S9(37)          COMP.
           05  BINARY-2-1          PIC 9(2)V9(1)       COMP.
           05  BINARY-2-2          PIC 9(2)V9(2)       COMP.
           05  BINARY-3-2          PIC 9(3)V9(2)       COMP.
           05  BINARY-4-4          PIC 9(4)V9(4)       COMP.
           05  BINARY-5-4          PIC 9(5)V9(4)       COMP.
           05  BINARY-5-5          PIC 9(5)V9(5)       COMP.
           05  BINARY-15-2         PIC 9(15)V9(2)      COMP.
           05  BINARY-16-2         PIC 9(16)V9(2)      COMP.
           05  BINARY-17-2         PIC 9(17)V9(2)      COMP.
           05  BINARY-18-10        PIC 9(18)V9(10)     COMP.
           05  BINARY-S2-1         PIC S9(2)V9(1)      COMP.
           05  BINARY-S2-2         PIC S9(2)V9(2)      COMP.
           05  BINARY-S3-2         PIC S9(3)V9(2)      COMP.
           05  BINARY-S4-4         PIC S9(4)V9(4)      COMP.
           05  BINARY-S5-4         PIC S9(5)V9(4)      COMP.
           05  BINARY-S5-5         PIC S9(5)V9(5)      COMP.
           05  BINARY-S15-2        PIC S9(15)V9(2)     COMP.
           05  BINARY-S16-2        PIC S9(16)V9(2)     COMP.
           05  BINARY-S17-2        PIC S9(17)V9(2)     COMP.
           05  BINARY-S18-10       PIC S9(18)V9(10)    COMP.
      * Packed.
           05  PACKED-1            PIC 9(1)            COMP-3.
           05  PACKED-2            PIC 9(2)            COMP-3.
           05  PACKED-3            PIC 9(3)            COMP-3.
           05  PACKED-4            PIC 9(4)            COMP-3.
           05  PACKED-5            PIC 9(5)            COMP-3.
           05  PACKED-8            PIC 9(8)            COMP-3.
           05  PACKED-9            PIC 9(9)            COMP-3.
           05  PACKED-10           PIC 9(10)           COMP-3.
           05  PACKED-11           PIC 9(11)           COMP-3.
           05  PACKED-17           PIC 9(17)           COMP-3.
           05  PACKED-18           PIC 9(18)           COMP-3.
           05  PACKED-19           PIC 9(19)           COMP-3.
           05  PACKED-20           PIC 9(20)           COMP-3.
           05  PACKED-37           PIC 9(37)           COMP-3.
           05  PACKED-S1           PIC S9(1)           COMP-3.
           05  PACKED-S2           PIC S9(2)           COMP-3.
           05  PACKED-S3           PIC S9(3)           COMP-3.
           05  PACKED-S4           PIC S9(4)           COMP-3.
           05  PACKED-S5           PIC S9(5)           COMP-3.
           05  PACKED-S8           PIC S9(8)           COMP-3.
           05  PACKED-S9           PIC S9(9)           COMP-3.
           05  PACKED-S10          PIC S9(10)          COMP-3.
           05  PACKED-S11          PIC S9(11)          COMP-3.
           05  PACKED-S17          PIC S9(17)          COMP-3.
           05  PACKED-S18          PIC S9(18)          COMP-3.
           05  PACKED-S19          PIC S9(19)          COMP-3.
           05  PACKED-S20          PIC S9(20)          COMP-3.
           05  PACKED-S37          PIC S9(37)          COMP-3.
           05  PACKED-2-1          PIC 9(2)V9(1)       COMP-3.
           05  PACKED-2-2          PIC 9(2)V9(2)       COMP-3.
           05  PACKED-3-2          PIC 9(3)V9(2)       COMP-3.
           05  PACKED-4-4          PIC 9(4)V9(4)       COMP-3.
           05  PACKED-5-4          PIC 9(5)V9(4)       COMP-3.
           05  PACKED-5-5          PIC 9(5)V9(5)       COMP-3.
           05  PACKED-15-2         PIC 9(15)V9(2)      COMP-3.
           05  PACKED-16-2         PIC 9(16)V9(2)      COMP-3.
           05  PACKED-17-2         PIC 9(17)V9(2)      COMP-3.
           05  PACKED-18-10        PIC 9(18)V9(10)     COMP-3.
           05  PACKED-S2-1         PIC S9(2)V9(1)      COMP-3.
           05  PACKED-S2-2         PIC S9(2)V9(2)      COMP-3.
           05  PACKED-S3-2         PIC S9(3)V9(2)      COMP-3.
           05  PACKED-S4-4         PIC S9(4)V9(4)      COMP-3.
           05  PACKED-S5-4         PIC S9(5)V9(4)      COMP-3.
           05  PACKED-S5-5         PIC S9(5)V9(5)      COMP-3.
           05  PACKED-S15-2        PIC S9(15)V9(2)     COMP-3.
           05  PACKED-S16-2        PIC S9(16)V9(2)     COMP-3.
           05  PACKED-S17-2        PIC S9(17)V9(2)     COMP-3.
           05  PACKED-S18-10       PIC S9(18)V9(10)    COMP-3.
      * Zoned, with the sign elsewhere.
           05  APART-BEFORE-9      PIC S9(9)   SIGN LEADING SEPARATE.
           05  APART-BEFORE-2-2    PIC S99V99  SIGN LEADING SEPARATE.
           05  APART-BEHIND-9      PIC S9(9)   SIGN TRAILING SEPARATE.
           05  APART-BEHIND-2-2    PIC S99V99  SIGN TRAILING SEPARATE.
           05  FIRST-0-7           PIC SV9(7)          SIGN LEADING.
           05  LAST-0-7            PIC SV9(7)          SIGN TRAILING.
           05  CODE-1              PIC X(7).
           05  CODE-2              PIC X(7).
           05  FLOAT-4             COMP-1.
           05  FLOAT-8             COMP-2.
      * The usual sizes of ledgers.
           05  USUAL-B8            PIC 9(8)            COMP.
           05  USUAL-BS3           PIC S9(3)           COMP.
           05  USUAL-BS4           PIC S9(4)           COMP.
           05  USUAL-BS8           PIC S9(8)           COMP.
           05  USUAL-BS1-7         PIC S9V9(7)         COMP.
           05  USUAL-P7            PIC 9(7)            COMP-3.
           05  USUAL-P15           PIC 9(15)           COMP-3.
           05  USUAL-PS5           PIC S9(5)           COMP-3.
           05  USUAL-PS9-2         PIC S9(9)V99        COMP-3.
           05  USUAL-PS13          PIC S9(13)          COMP-3.
           05  USUAL-PS13-2        PIC S9(13)V99       COMP-3.
           05  USUAL-PS11-2        PIC S9(11)V99       COMP-3.
           05  USUAL-PS10-3        PIC S9(10)V999      COMP-3.
           05  USUAL-PS0-5         PIC SV9(5)          COMP-3.
           05  USUAL-P0-5          PIC V9(5)           COMP-3.
      * With digits that are not stored.
           05  SCALED-P1           PIC PPP9(5)         COMP-3.
           05  SCALED-P2           PIC SPP9(5)         COMP-3.
           05  SCALED-P3           PIC 9(5)PPP         COMP-3.
           05  SCALED-P4           PIC S9(5)PPP        COMP-3.
           05  SCALED-Z1           PIC SPPP9(5).
           05  SCALED-Z2           PIC S9(5)PPP.
           05  SCALED-B1           PIC SPPP9           COMP.
           05  SCALED-B2           PIC S9PPP           COMP.
           05  SCALED-B3           PIC SPPP9(3)        COMP.
           05  SCALED-B4           PIC S9(3)PPP        COMP.
           05  SCALED-B5           PIC SPPP9(5)        COMP.
           05  SCALED-B6           PIC S9(5)PPP        COMP.
           05  SCALED-B7           PIC SPPP9(10)       COMP.
           05  SCALED-B8           PIC S9(10)PPP       COMP.
      * As people read them.
           05  EDITED-1            PIC +9(8).
           05  EDITED-2            PIC 9(8)+.
           05  EDITED-3            PIC -9(8).
           05  EDITED-4            PIC Z(8)-.
           05  EDITED-5            PIC +9(6)V99.
           05  EDITED-6            PIC Z(6)VZZ-.
           05  EDITED-7            PIC 9(6).99-.
