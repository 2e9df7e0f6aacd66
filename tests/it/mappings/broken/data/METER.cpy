       01  METER-REC.
           05  METER-NO         PIC 9(5).
           05  METER-STATUS     PIC X.
               88  IN-USE       VALUE 'U'.
               88  REMOVED      VALUE 'R'.
           05  QUARTER OCCURS 2.
               10  READING      PIC 9(4).
               10  TARIFF OCCURS 2.
                   15  RATE     PIC 9(3).
