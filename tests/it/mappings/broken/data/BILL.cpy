       01  BILL-REC.
           05  BILL-NO          PIC 9(5).
           05  COPIES           PIC S9(4) COMP.
           05  LINES OCCURS 2.
               10  NUMBER       PIC 9(3).
               10  PAID         PIC 9(4).
