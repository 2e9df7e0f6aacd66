      * A narrow file for make bench-cobol: accounts, and under each of them
      * its charges and its payments.
       01  LEDGER-RECORD.
           05  SEGMENT-CODE        PIC X.
           05  ACCOUNT-SEGMENT.
               10  ACCOUNT-NO      PIC 9(9)        COMP.
               10  HOLDER          PIC X(25).
               10  OPENED          PIC 9(8).
               10  BALANCE         PIC S9(9)V99    COMP-3.
               10  CREDIT-LIMIT    PIC S9(7)V99.
               10  BRANCH          PIC 9(4).
           05  CHARGE-SEGMENT REDEFINES ACCOUNT-SEGMENT.
               10  CHARGE-NO       PIC 9(9)        COMP-3.
               10  CHARGE-CODE     PIC X(4).
               10  POSTED          PIC 9(8)        COMP-3.
               10  AMOUNT          PIC S9(7)V99    COMP-3.
               10  TAX             PIC S9(5)V99.
           05  PAYMENT-SEGMENT REDEFINES ACCOUNT-SEGMENT.
               10  RECEIVED        PIC 9(8).
               10  PAID            PIC S9(9)V99.
               10  PAY-METHOD      PIC X(2).
               10  BATCH-NO        PIC 9(5)        COMP-3.
