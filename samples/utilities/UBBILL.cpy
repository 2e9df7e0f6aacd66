      *****************************************************************
      *  UB.UNLOAD.BILLS  -  WATER AND SEWER, PORTAGE NARROWS         *
      *  UNLOADED FROM THE REGIONAL MAINFRAME, ONE FILE A QUARTER     *
      *****************************************************************
       01  UB-ACCOUNT-REC.
           05  UB-REC-TYPE             PIC X.
               88  UB-IS-ACCOUNT       VALUE 'A'.
           05  UB-ACCOUNT-NO           PIC 9(8).
           05  UB-NAME                 PIC X(30).
           05  UB-STREET               PIC X(24).
           05  UB-CLASS                PIC X(2).
               88  UB-RESIDENTIAL      VALUE 'RE'.
               88  UB-COMMERCIAL       VALUE 'CO'.
               88  UB-PUBLIC           VALUE 'PU'.
           05  UB-OPENED               PIC 9(7)          COMP-3.
           05  UB-BALANCE              PIC S9(7)V99      COMP-3.
           05  UB-RATE-CODE            PIC X.
               88  UB-IS-METERED       VALUE 'M'.
               88  UB-IS-FLAT          VALUE 'F'.
           05  UB-RATE                 PIC X(10).
           05  UB-METERED REDEFINES UB-RATE.
               10  UB-METER-NO         PIC 9(9)          COMP-3.
               10  UB-LAST-READING     PIC S9(9)         COMP.
               10  FILLER              PIC X.
           05  UB-FLAT REDEFINES UB-RATE.
               10  UB-FLAT-CHARGE      PIC S9(5)V99      COMP-3.
               10  UB-UNITS-SERVED     PIC 9(3).
               10  FILLER              PIC X(3).
      *
       01  UB-BILL-REC.
           05  UB-BILL-TYPE            PIC X.
               88  UB-IS-BILL          VALUE 'B'.
           05  UB-BILLED-ACCOUNT       PIC 9(8).
           05  UB-BILL-NO              PIC 9(7)          COMP-3.
           05  UB-BILLED-ON            PIC 9(8).
           05  UB-STATUS               PIC X.
               88  UB-BILL-OPEN        VALUE 'O'.
               88  UB-BILL-PAID        VALUE 'P'.
               88  UB-BILL-ON-ROLL     VALUE 'T'.
           05  UB-TOTAL                PIC S9(7)V99      COMP-3.
           05  UB-LINES                PIC S9(4)         COMP.
           05  UB-LINE OCCURS 1 TO 5 TIMES DEPENDING ON UB-LINES.
               10  UB-SERVICE          PIC X(2).
                   88  UB-WATER        VALUE 'WA'.
                   88  UB-SEWER        VALUE 'SE'.
                   88  UB-STANDPIPE    VALUE 'SP'.
                   88  UB-PENALTY      VALUE 'PN'.
               10  UB-UNITS            PIC S9(5)         COMP-3.
               10  UB-CHARGE           PIC S9(5)V99      COMP-3.
      *
       01  UB-CONTROL-REC.
           05  UB-CONTROL-TYPE         PIC X.
               88  UB-IS-CONTROL       VALUE 'T'.
           05  UB-BILLS                PIC 9(7)          COMP-3.
           05  UB-BILLED               PIC S9(11)V99     COMP-3.
